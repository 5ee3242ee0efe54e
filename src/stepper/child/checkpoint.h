/* checkpoint.h: copies of a stopped program, to go back to.
 *
 * A checkpoint holds the used part of the machine, the globals, the used heap with its shadow, and
 * the live part of each stack. They are kept at even distances in the journal; when there are too
 * many, or they take too much memory, every second one is dropped and the distance doubles. So a
 * session of n choices goes back in time O(n / CHECKPOINT_MOST) and in bounded memory. The first,
 * the state in which the session began, always stays. It is there before any order is given. Used by the child only. */
#ifndef STEPPER_CHILD_CHECKPOINT_H
#define STEPPER_CHILD_CHECKPOINT_H

#include "program/arena.h"
#include "stepper/machine/machine.h"

#define CHECKPOINT_MOST 64
#define CHECKPOINT_FIRST_DISTANCE 4096 /* choices; about a millisecond of stepping */
#define CHECKPOINT_BYTES_MOST ((size_t)256 << 20)

struct checkpoint {
    uint64_t position; /* machine.position when it was taken */
    uint64_t step;
    size_t bytes;
    char *copy;
};

struct checkpoints {
    size_t count; /* in rising order of position */
    size_t bytes;
    uint64_t distance;
    struct checkpoint items[CHECKPOINT_MOST];
};

/* True when the present position is far enough from the last checkpoint. */
bool checkpoint_is_due(const struct checkpoints *checkpoints, const struct machine *machine);

/* Copies the present state; no thread may be running. Without memory for it nothing happens, unless
 * it would be the first: then false. */
bool checkpoint_take(struct checkpoints *checkpoints, const struct arena *arena,
                     const struct machine *machine);

/* The same, and drops all others. Without memory for it they stay. */
void checkpoint_begin(struct checkpoints *checkpoints, const struct arena *arena,
                      const struct machine *machine);

/* The position of the last checkpoint at most at `position`, or of the first. */
uint64_t checkpoint_nearest(const struct checkpoints *checkpoints, uint64_t position);

/* Restores the last checkpoint at most at `position` and at most at `step`, or the first. */
void checkpoint_restore(const struct checkpoints *checkpoints, const struct arena *arena,
                        struct machine *machine, uint64_t position, uint64_t step);

/* Drops those behind `position`: the journal was cut there. */
void checkpoint_cut(struct checkpoints *checkpoints, uint64_t position);

void checkpoint_drop_all(struct checkpoints *checkpoints);

#endif
