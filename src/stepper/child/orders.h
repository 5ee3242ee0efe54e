/* orders.h: what the present order makes of the threads: who runs next, and when to stop.
 *
 * An order is carried out by choices, each appended to the journal before it is taken. Going to a
 * position in the past restores a checkpoint and takes the recorded choices from there. */
#ifndef STEPPER_CHILD_ORDERS_H
#define STEPPER_CHILD_ORDERS_H

#include "stepper/control.h"

/* Does control->order; control->stop tells how it ended. */
void orders_obey(struct control *control);

/* At the end of a step: who runs next. NO_THREAD: back to the order loop, which takes a checkpoint
 * that is due, or is done. */
thread_slot orders_choose(struct control *control);

/* The order is done, for that reason; the running thread stops as soon as it can. */
void orders_end(struct control *control, enum stop_reason reason);

/* Before a thread takes a step: its fuel is full again. `ticks_target`: where to stop in the middle
 * of it, 0 for nowhere. */
void orders_begin_step(struct control *control, uint64_t ticks_target);

/* Fuel up to the next tick that needs a look: each of them while someone waits for a place. */
void orders_grant_fuel(struct control *control);

#endif
