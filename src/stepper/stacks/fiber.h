/* fiber.h: switching between stacks of one kernel thread.
 *
 * A suspended fiber is its stack: fiber_switch() pushes the registers that a call must preserve
 * and stores the stack pointer. Copying [stack pointer, stack top) and putting it back at the same
 * address therefore saves and restores the fiber. */
#ifndef STEPPER_STACKS_FIBER_H
#define STEPPER_STACKS_FIBER_H

#include <stdint.h>

/* Suspends the caller, storing its stack pointer in *from, and resumes the fiber suspended at
 * `to`. */
void fiber_switch(uint64_t *from, uint64_t to);

/* Prepares a stack that ends at `top` (16-byte aligned) so that the first switch to the returned
 * stack pointer calls `entry`, which must not return. */
uint64_t fiber_prepare(uint64_t top, void (*entry)(void));

/* Calls function(arguments[0], …, arguments[3]) on the caller's own fiber, but from `top` (16-byte
 * aligned, below the caller's frames) downwards: the callee's locals have the same addresses
 * however the caller was compiled. Returns what it returns. */
uint64_t fiber_call(uint64_t function, const uint64_t arguments[4], uint64_t top);

#endif
