/* Leaves for a stack and a context of its own.
 * Told: getcontext is not supported here */
#include "request_queue.h"

extern int getcontext(void *);
extern int setcontext(const void *);

void queue_init(struct request_queue *queue)
{
    static char context[2000];
    queue->length = getcontext(context) + setcontext(context);
}
