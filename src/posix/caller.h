/* caller.h: the place in the subject from which a redirected function was called. */
#ifndef POSIX_CALLER_H
#define POSIX_CALLER_H

#include <stdint.h>

/* To be used in the function that the subject calls, not in its helpers. Two such functions with
 * the same body would be made one by gcc, and then one calls the other: make them aliases. */
#define CALLER ((uint64_t)__builtin_return_address(0))

#endif
