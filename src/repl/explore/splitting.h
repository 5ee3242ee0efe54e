/* splitting.h: variables each read and write of which is a step of its own.
 *
 * A step runs up to the next operation on a lock or semaphore. Where two threads use a variable
 * without any, what matters lies in the middle of their steps; once it is split, each access of it
 * is an operation like others, in `step`, in schedules and in the trace. */
#ifndef EXPLORE_SPLITTING_H
#define EXPLORE_SPLITTING_H

#include "repl/study/study.h"

/* Joins words of memory into as few places as can be, at most MACHINE_SPLITS: `ranges` has room for
 * so many. The result is how many; what is too much for that is left out. */
uint32_t splitting_join(const uint64_t *words, uint32_t count, struct split_range *ranges);

/* A place as `split` takes it: "hits", "queue.head", "0x200000001230+8". */
struct object_name splitting_name(const struct study *study, const struct split_range *range);

/* split. */
extern const struct command splitting_commands[];

#endif
