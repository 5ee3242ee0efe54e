/* Calls itself until its stack runs into what lies below. */
#include "request_queue.h"

static int deep(volatile char *above)
{
    volatile char local[3000];
    local[0] = above[0];
    return deep(local) + local[0];
}

void queue_init(struct request_queue *queue)
{
    char first = 0;
    queue->length = deep(&first);
}
