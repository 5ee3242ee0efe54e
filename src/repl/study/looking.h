/* looking.h: views of any program: its threads, its locks and semaphores, what was done, the
 * source.
 *
 * Every view is drawn from the state and the trace of this moment; none changes anything. */
#ifndef STUDY_LOOKING_H
#define STUDY_LOOKING_H

#include "repl/study/study.h"

/* What a half-typed argument could become, as struct mode's `candidates` wants it: thread names,
 * numbers of threads, variables, functions and files. */
char **looking_candidates(void *context, enum argument_kind kind, const char *prefix);

/* Prints the operations `from` < step <= `to` as a table: of many only the last. */
void looking_steps(struct study *study, struct console *console, uint64_t from, uint64_t to);

/* threads, sync, trace, code. */
extern const struct command looking_commands[];

#endif
