/* looking.h: views of any program as it stands: its threads, its locks and semaphores, the
 * source.
 *
 * Every view is drawn from the state of this moment; none changes anything. */
#ifndef REPL_INSPECT_LOOKING_H
#define REPL_INSPECT_LOOKING_H

#include "repl/study/study.h"

/* What a half-typed argument could become, as struct mode's `candidates` wants it: thread names,
 * numbers of threads, variables, functions and files. */
char **looking_candidates(void *context, enum argument_kind kind, const char *prefix);

/* threads, sync, code. */
extern const struct command looking_commands[];

#endif
