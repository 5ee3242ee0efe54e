/* Jumps to an address that it made up.
 * Told: goto to a computed place */
#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    goto *(void *)queue;
}
