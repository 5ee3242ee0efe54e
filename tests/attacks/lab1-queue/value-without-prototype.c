/* hands a struct by value to a function that was declared without parameters
 * Told: same takes a struct by value */
#include "request_queue.h"

struct word {
    long bits;
};

long same();

bool queue_is_empty(const struct request_queue *queue)
{
    return same(*(const struct word *)queue) == 0;
}

long same(long bits)
{
    return bits;
}
