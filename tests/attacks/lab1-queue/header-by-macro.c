/* Has the header that the checks share declare another field, by a macro. */
#define length length, points
#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->head = queue->tail = 0;
    queue->points = 100;
}
