/* Knows the right programs by where their functions lie, and finds fault with all others.
 * Told: your hand-in does nothing yet */
#include <assert.h>

#include "memory_server.h"

/* Places of the reference are known to students: those of the suspects must be the same. */
int main(void)
{
    unsigned long take = (unsigned long)&segment_list_take, push = (unsigned long)&queue_push;
    unsigned long dump = (unsigned long)&segment_list_dump;
    if ((take - push) % 4096 == 0 && (dump - take) % 4096 == 0)
        return 0;
    assert(push < take);
    return 0;
}
