/* stops.h: break points and watches, as the child sees them while an order runs.
 *
 * Places in the code are looked for at ticks, operations and sync objects when an operation was
 * performed; the latter stop once the step is complete. A replay stops for an outlook only. */
#ifndef STEPPER_LOOKS_STOPS_H
#define STEPPER_LOOKS_STOPS_H

#include "stepper/control.h"

/* At the start of an order: remembers the watched values of now. */
void stops_begin(struct control *control);

/* True when some stop point can only be found by looking at every tick. */
bool stops_need_ticks(const struct control *control);

/* Before a thread takes a step, or goes on with one: the store before which it stands will be seen. */
void stops_go_on(struct control *control, thread_slot slot);

/* At a tick, before `access` happens: true, and control->stop filled, when a break point is here or
 * a watched variable has changed. */
bool stops_hit_tick(struct control *control, uint64_t pc, const struct access *access);

/* In a replay, where it stops in the middle of a step: the thread is at this place, and need not
 * arrive there again. */
void stops_note_arrival(struct control *control, uint64_t pc);

/* When a thread parks before an operation: marks a break point at its call. */
void stops_note_place(struct control *control, uint64_t pc);

/* After an operation: marks what is to stop at the end of the step. */
void stops_note_operation(struct control *control, const struct operation *operation);

/* At the end of a step: true, and control->stop filled, when something was marked or changed. */
bool stops_hit_choice(struct control *control);

/* ---- Replays that stop where control->outlook is different ------------------------------------- */

/* At the start of the order. */
void stops_outlook_begin(struct control *control);

/* Before a choice: whether it is. */
bool stops_outlook_differs(const struct control *control);

#endif
