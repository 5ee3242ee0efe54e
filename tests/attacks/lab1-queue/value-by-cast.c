/* has a function that takes a long called as one that takes a struct by value
 * Told: taker takes a struct by value */
#include "request_queue.h"

struct word {
    long bits;
};

static long same(long bits)
{
    return bits;
}

bool queue_is_empty(const struct request_queue *queue)
{
    long (*taker)(struct word) = (long (*)(struct word))same;
    return taker(*(const struct word *)queue) == 0;
}
