/* Looks for what is expected further up on the stack. */
#include "request_queue.h"

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    volatile int mark = 0;
    (void)queue;
    for (volatile int *place = &mark; place < &mark + 4096; place++)
        if (place[0] == 1 && place[1] == 40) {
            *id = place[0];
            *size = place[1];
            return true;
        }
    return false;
}
