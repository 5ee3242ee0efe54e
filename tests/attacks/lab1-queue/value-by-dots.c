/* hands a struct by value through three dots
 * Told: first_of takes a struct by value */
#include "request_queue.h"

#include <stdarg.h>

static bool first_of(int count, ...)
{
    va_list rest;
    va_start(rest, count);
    struct request_queue queue = va_arg(rest, struct request_queue);
    va_end(rest);
    return queue.length == 0;
}

bool queue_is_empty(const struct request_queue *queue)
{
    return first_of(1, *queue);
}
