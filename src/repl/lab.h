/* lab.h: the program of a lab, built with the student's files for one session. */
#ifndef REPL_LAB_H
#define REPL_LAB_H

#include <stdbool.h>
#include <stdio.h>

#include "repl/limits.h"

/* What a lab's files become a part of: "server", "mems" or "none" (program/labs.h). Heap; NULL with
 * *error when there is no such lab. */
char *lab_program(const char *home, int number, char **error);

/* Builds options->lab, which must be about `program`, with the files of options->lab_from. The path
 * of the .so, which the caller frees and, unless lab_is_ready(), removes; NULL with *error: for a
 * file that does not compile the compiler's own words. */
char *lab_build(const struct repl_options *options, const char *program, char **error);

/* True when nothing is built: without a lab, and for the programs of lab 7 (program/suspects.h), of
 * which options->lab_from is a name. */
bool lab_is_ready(const struct repl_options *options);

/* What stands behind the number of the lab when the program is named: "with your files", or the
 * suspect's name. */
const char *lab_whose(const struct repl_options *options);

/* The line of a session that chooses the lab. */
void lab_write(const struct repl_options *options, FILE *file);

#endif
