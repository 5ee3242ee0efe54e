/* witness.h: which store of a replayed choice changed the bytes of control->witness last.
 *
 * Stores that others can see tick, and name themselves. What a function does to a local variable whose
 * address nobody takes does not: it is only known between which two ticks that was. A second replay then
 * stops the processor at each instruction between these two, or silent.h reads them:
 *
 *     tick 7      mov  mov  mov [rbp-8]      tick 8
 *     last -------------------^--------------- look: is different
 *
 * What is looked at may be variables of a call. As long as the thread is in fewer calls than `depth`,
 * nothing is said of them, and when it comes to be in so many, that is a change. */
#ifndef STEPPER_LOOKS_WITNESS_H
#define STEPPER_LOOKS_WITNESS_H

#include "stepper/control.h"

/* Before a thread goes on with a choice that is looked at, and behind it. */
void witness_begin(struct control *control, thread_slot slot);
void witness_end(struct control *control);

/* At each tick on the way, before `access` happens, which may be NULL. */
void witness_tick(struct control *control, uint64_t pc, const struct access *access,
                  bool is_shared);

/* The thread has left a function. */
void witness_leave(struct control *control);

/* The processor stopped before the instruction at `pc`: true when it is to do so again. */
bool witness_instruction(struct control *control, uint64_t pc);

#endif
