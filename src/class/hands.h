/* hands.h: so many gradings at a time, until all are done or somebody stops it. */
#ifndef CLASS_HANDS_H
#define CLASS_HANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "class/meter.h"
#include "class/unit.h"

enum {
    /* The grading's own limit is 600 seconds (grade/supervisor/keeper.h); this is for one that
     * hangs beyond. */
    HANDS_LIMIT_MS = 660000
};

/* Prepares and grades the units in their order, `jobs` at a time. False when Ctrl-C, a hang-up or
 * SIGTERM stopped it: the gradings that ran are ended and their units are as if never begun. */
bool hands_grade(struct unit *units, size_t count, const struct bench *bench, int jobs,
                 struct meter *meter);

#endif
