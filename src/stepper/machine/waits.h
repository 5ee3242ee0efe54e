/* waits.h: how often threads had to wait for one another.
 *
 * Counted are the operations that take something: a lock, a semaphore, a signal, the turn to run what
 * is run once. One of them had to wait if another thread took a step while it could not be performed
 * and its thread stood before it: an operation that is still waited for is told, too. To join a
 * thread and to meet at a barrier are not counted: these are to be waited for. What is counted
 * depends on nothing but the schedule. */
#ifndef STEPPER_MACHINE_WAITS_H
#define STEPPER_MACHINE_WAITS_H

#include "stepper/machine/machine.h"

/* Before each operation of `slot`: notes who of the others stands before one that cannot be
 * performed. */
void waits_look(struct machine *machine, thread_slot slot);

/* Behind it: counts it. */
void waits_count(struct machine *machine, thread_slot slot);

#endif
