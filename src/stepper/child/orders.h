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

/* Fuel up to the next tick that needs a look: each of them while someone waits for a place. */
void orders_grant_fuel(struct control *control);

#endif
