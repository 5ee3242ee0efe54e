/* caller.h: the place in the subject from which a redirected function was called. */
#ifndef POSIX_CALLER_H
#define POSIX_CALLER_H

#include <stdint.h>

/* To be used in the function that the subject calls, not in its helpers. Two such functions with
 * the same body would be made one by gcc, and then one calls the other: make them aliases. */
#define CALLER ((uint64_t)__builtin_return_address(0))

/* The stack below the function that the subject calls, for call-backs by fiber_call(): the same
 * place however the kit was compiled, with room for the kit's own frames. */
#define CALL_BACK_TOP (((uint64_t)__builtin_dwarf_cfa() - 4096) & ~(uint64_t)15)

#endif
