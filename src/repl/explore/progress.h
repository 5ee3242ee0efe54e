/* progress.h: how far an exploration is, in one line that is written over and over, for a person.
 *
 * It goes to standard error, and only when that is a terminal: no report has it in it. */
#ifndef EXPLORE_PROGRESS_H
#define EXPLORE_PROGRESS_H

#include "explore/explore.h"
#include "repl/console.h"

struct progress {
    struct console console; /* of standard error: how wide the line may be */
    bool is_line;           /* a line of it stands there now */
    bool has_warned;        /* that the whole is large */
    double shown_at;        /* seconds */
};

void progress_begin(struct progress *progress);

/* For struct explore_options: `context` is the progress. Always true. */
bool progress_show(void *context, const struct explore_progress *now);

/* Takes the line away. */
void progress_end(struct progress *progress);

#endif
