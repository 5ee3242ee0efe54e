/* endless.h: when a step that comes to no end is given up, and whether it is known to have none.
 *
 * Nobody else moves during a step: one that comes to the same place with the same memory a second time
 * will do so for ever. Subjects are compiled without optimisation: from one tick to the next nothing is
 * kept but in memory. Of long rounds and large states nothing is known. */
#ifndef STEPPER_CHILD_ENDLESS_H
#define STEPPER_CHILD_ENDLESS_H

#include "stepper/control.h"

/* At each tick from errand.ticks_most on: an event, unless more ticks have to be looked at. */
void endless_look(struct control *control, uint64_t pc);

/* Libc worked on so many bytes: an event once they are ENGINE_BULK_MOST, or more as more ticks are
 * allowed. */
void endless_count(struct control *control, uint64_t pc, size_t bytes);

#endif
