/* scheduling.h: whose turn it is: step by step as a schedule says, or by a scheduler.
 *
 * A schedule is a list of steps. Each entry names a thread; what its next operation has to be, and
 * how many such steps it takes, may stand behind it:
 *
 *     schedule main*3 T1:lock(a) T2:lock(b) T1:lock(b)
 *
 * T1:signal(ready)!2 wakes the second of those who wait, and not the one who waits longest.
 *
 * It ends at the first entry that cannot be done, or that finds its thread before something else:
 * then the program is not the one that the schedule was made for. */
#ifndef REPL_ACT_SCHEDULING_H
#define REPL_ACT_SCHEDULING_H

#include "repl/study/study.h"

/* Writes the steps `from` < step <= `to` as lines of `schedule` that check each operation, no longer
 * than `columns` where that can be. False when the trace does not have them all. */
bool scheduling_write(struct study *study, FILE *file, int columns, uint64_t from, uint64_t to);

/* schedule, scheduler. */
extern const struct command scheduling_commands[];

#endif
