/* locals.h: memory that each thread has for itself, beside its stack proper: variables declared
 * __thread, and its values of thread-specific data.
 *
 *     arena_stack_top()   ->  values of keys
 *     locals_variables()  ->  variables, a copy of the file's template
 *     locals_bottom()     ->  the stack begins here, and grows downwards
 *
 * Being part of the stack's slot, it is saved and restored with it. */
#ifndef STEPPER_STACKS_LOCALS_H
#define STEPPER_STACKS_LOCALS_H

#include "stepper/control.h"

#define LOCALS_BYTES_MOST (ARENA_SLOT_BYTES / 4) /* of variables: the rest is for the stack */

/* For a fresh thread: variables as initialised, no values, and nothing on the stack of what an earlier
 * one has left there, for nobody would count it. */
void locals_prepare(struct control *control, thread_slot slot);

uint64_t locals_bottom(const struct control *control, thread_slot slot); /* 16-byte aligned */
uint64_t locals_variables(const struct control *control, thread_slot slot);
uint64_t *locals_values(thread_slot slot); /* MACHINE_KEYS of them */

#endif
