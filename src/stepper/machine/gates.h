/* gates.h: what operations do to reader-writer locks, barriers, once controls, and those who wait for
 * a condition.
 *
 * The part of sync.c for objects that let several threads through. Each is called for a live object
 * of its kind, when machine_can_run() says that the thread can go on. */
#ifndef STEPPER_MACHINE_GATES_H
#define STEPPER_MACHINE_GATES_H

#include "stepper/machine/sync.h"

/* Takes the lock for reading or writing. Where it is held in a way that forbids it, a try answers
 * EBUSY and a timed one ETIMEDOUT; else the thread itself holds it, which is EVENT_RELOCK. */
struct performed gates_read_lock(struct sync_object *lock, thread_slot slot,
                                 const struct operation *operation);
struct performed gates_write_lock(struct sync_object *lock, thread_slot slot,
                                  const struct operation *operation);
struct performed gates_unlock(struct sync_object *lock, thread_slot slot);

/* The last to arrive lets all others go on, and has SYNC_LAST_ONE as result. */
struct performed gates_arrive(struct machine *machine, int32_t index);

struct performed gates_once(struct sync_object *once, thread_slot slot, uint64_t pc);
struct performed gates_once_done(struct sync_object *once);

/* The thread that a signal of the condition would wake: of those that wait the one behind `rank`
 * others, the longest first. NO_THREAD when there are not so many. */
thread_slot gates_waiter(const struct machine *machine, int32_t index, uint32_t rank);

/* Wakes the waiter that machine->wake_choice says, or all. */
struct performed gates_signal(struct machine *machine, int32_t index);
struct performed gates_broadcast(struct machine *machine, int32_t index);

#endif
