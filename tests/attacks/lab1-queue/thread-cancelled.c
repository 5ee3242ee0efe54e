/* Has itself cancelled, which unwinds the stack past the engine.
 * Told: pthread_cancel is not supported here */
#include <pthread.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    pthread_cancel(pthread_self());
    pthread_testcancel();
}
