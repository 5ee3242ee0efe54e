/* scheduler.h: policies that pick who runs next. A policy only picks an id; threads are the
 * engine's.
 *
 * Each is a function of the machine alone, so that going back in time restores it: chance is drawn
 * from the seed and the number of the step. A new policy is one function and one row of the
 * table. */
#ifndef STEPPER_MACHINE_SCHEDULER_H
#define STEPPER_MACHINE_SCHEDULER_H

#include "stepper/machine/machine.h"

/* A thread that can run, by the policy of machine->scheduler; NO_THREAD when none can. Sleepers, and
 * those that could only give up waiting, come when nobody else can run: the earliest first; but not
 * for SCHEDULER_LAGGARD. */
thread_slot scheduler_pick(const struct machine *machine);

/* Next number of a splitmix64 generator (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, OOPSLA 2014). */
uint64_t random_next(uint64_t *state);

#endif
