/* silent.h: where a store stands that does not tick, read off the instructions between two ticks.
 *
 * For processors that only another process can stop at each instruction. Code is compiled without
 * optimisation: what is not ticked are local variables at a fixed distance of the frame. Leaves out stores
 * whose address is reckoned first, as when a struct is filled as a whole. */
#ifndef STEPPER_LOOKS_SILENT_H
#define STEPPER_LOOKS_SILENT_H

#include "stepper/control.h"

/* Where a thread is that stands at a tick or an operation with that return address. */
struct silent_place silent_here(const struct control *control, thread_slot slot, uint64_t pc);

/* The last store to the parts between the two, as a return address; 0: not to be told. */
uint64_t silent_store(const struct control *control, const struct silent_place *from,
                      const struct silent_place *to);

#endif
