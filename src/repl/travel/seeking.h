/* seeking.h: which step was the last to change what `print` shows of an expression.
 *
 * The way there is gone through again, a stretch at a time from the present one backwards, and at each
 * position the value is looked at. What a step did inside is then told by the store that did it. */
#ifndef TRAVEL_SEEKING_H
#define TRAVEL_SEEKING_H

#include "repl/study/study.h"

enum { SEEKING_SHOWN = 200 }; /* bytes of a value, as text */

enum seeking_result {
    SEEKING_FOUND,
    SEEKING_NEVER,       /* it was so from the beginning */
    SEEKING_REFUSED,     /* `problem` says why */
    SEEKING_INTERRUPTED, /* by the person at the prompt */
};

struct change {
    uint64_t position; /* just before it */
    bool is_typed;     /* by a command at the prompt, which no thread ran for */
    uint64_t step;     /* else: that did it, */
    thread_slot thread;
    uint64_t pc; /* where; 0: not known */
    uint64_t
        accesses; /* `step -m` so often, from `position`, stops just before it; 0: never does */
    char before[SEEKING_SHOWN], after[SEEKING_SHOWN]; /* alike where it is not in what is shown */
};

/* Looks for it before the present position, at which the program stands afterwards. `problem` holds
 * EXPRESSION_PROBLEM_SIZE bytes. */
enum seeking_result seeking_find(struct study *study, const char *text, struct change *change,
                                 char *problem);

#endif
