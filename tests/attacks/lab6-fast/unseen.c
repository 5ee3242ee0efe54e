/* Has the compiler leave out the calls that count its accesses.
 * Told: the attribute no_sanitize */
#include "contract.h"

__attribute__((no_sanitize("thread"))) void *mems_get(void *ptr)
{
    return ptr;
}
