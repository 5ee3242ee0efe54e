/* Writes over its own return address. */
#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    long here = 0;
    (void)queue;
    for (volatile long *place = &here; place < &here + 16; place++)
        *place = 0x200000000000;
}
