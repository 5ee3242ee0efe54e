/* calls.h: the calls that each thread is in, with their parameters and local variables, for a page.
 *
 * Where a variable stands in its call depends on the place in the program alone, so what the debug
 * information says of a place is read once and kept: a page has thousands of steps, and few places. */
#ifndef STATE_CALLS_H
#define STATE_CALLS_H

#include "repl/state/facts.h"

enum { CALLS_PLACES = 1024 }; /* kept; a power of two */

struct calls_place {
    uint64_t pc;          /* 0: none yet */
    size_t count;         /* of locals */
    struct local *locals; /* their addresses count from the call's frame pointer */
};

struct calls {
    struct calls_place places[CALLS_PLACES]; /* by pc; the latest of those that fall together */
};

/* All zeros is an empty struct calls to begin with. */
void calls_close(struct calls *calls);

/* Adds to PART_CALLS the calls of all threads that are in any, the outermost first. Notes the
 * pointers, unless `roots` is NULL. */
void calls_add(struct calls *calls, struct frames *frames, struct facts_files *files,
               const struct study *study, struct roots *roots);

#endif
