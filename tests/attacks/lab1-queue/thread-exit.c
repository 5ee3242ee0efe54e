/* Ends its thread out of the middle of a call, so that the engine never gets it back. */
#include <pthread.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    pthread_exit(NULL);
}
