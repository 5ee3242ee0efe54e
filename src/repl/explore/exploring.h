/* exploring.h: every schedule of a program from where it stands: the command `explore`, and the door
 * `memrepl --explore`. */
#ifndef EXPLORE_EXPLORING_H
#define EXPLORE_EXPLORING_H

#include "repl/explore/options.h"
#include "repl/limits.h"
#include "repl/study/study.h"

/* Builds the program that the words name, as `program` does, explores it, and prints the report.
 * OUTCOME_FAILED when there are failures, OUTCOME_ERROR when it cannot be explored. */
enum outcome exploring_door(const struct repl_options *options, const struct explore_wish *wish,
                            int count, const char *const *words, FILE *out);

/* explore. */
extern const struct command exploring_commands[];

#endif
