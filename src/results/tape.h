/* tape.h: a stream that passes on what is printed to it, cleaned (clean.h), and keeps a copy. */
#ifndef RESULTS_TAPE_H
#define RESULTS_TAPE_H

#include <stdbool.h>
#include <stdio.h>

struct tape {
    FILE *out; /* to print to; passed on at each fflush() */

    /* Private: */
    FILE *to;
    char *bytes; /* clean up to `done`, passed on up to there; behind it a character's beginning */
    size_t size, room, done, cut;
    bool is_lacking; /* memory ran out */
};

/* False when memory ran out. The tape must not move in memory until tape_close(), which closes
 * `out` and not `to`, and takes one that was never opened, all zeros, too. */
bool tape_open(struct tape *tape, FILE *to);
void tape_close(struct tape *tape);

/* What was printed since the last cut; the caller frees it. NULL when memory ran out. */
char *tape_cut(struct tape *tape);

#endif
