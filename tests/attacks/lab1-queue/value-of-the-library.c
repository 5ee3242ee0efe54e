/* fills memory by div(), which returns a struct by value
 * Told: div returns a struct by value */
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    *(div_t *)queue = div(0, 1);
}
