/* fills a node by a call that returns a struct by value, whose store nobody sees
 * Told: queue_of_none returns a struct by value */
#include "request_queue.h"

static struct request_queue queue_of_none(void)
{
    return (struct request_queue){.head = 0};
}

void queue_init(struct request_queue *queue)
{
    *queue = queue_of_none();
}
