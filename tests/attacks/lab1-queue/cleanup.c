/* Runs code behind its return, by the attribute cleanup. */
#include "request_queue.h"

#include <stdlib.h>

static void leave(int *local)
{
    exit(*local);
}

void queue_init(struct request_queue *queue)
{
    __attribute__((cleanup(leave))) int local = 0;
    queue->length = local;
}
