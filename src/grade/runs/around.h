/* around.h: a program of the lab's own around the student's files: a driver, which has a main() and is
 * in the lab's folder, and what of the student's it stops in. */
#ifndef GRADE_RUNS_AROUND_H
#define GRADE_RUNS_AROUND_H

#include <stdio.h>

#include "grade/trial.h"

/* The whole path of the driver; NULL when it cannot be read. The caller frees it. */
char *around_driver(const struct submission *submission, const char *driver);

/* The path of the program (heap string), which is built the first time that it is asked for; NULL
 * with *problem, a sentence (heap string; NULL when memory ran out), when it cannot be. */
char *around_build(const struct submission *submission, const char *driver, char **problem);

/* True when the file of that name is one of the student's. */
bool around_is_own(const struct submission *submission, const char *name);

/* Makes this line of a student's file the place of the failure, and the failure one of a task that
 * brings its session. */
void around_keep_place(struct trial *trial, const char *name, int line);

/* Adds what an assertion of the driver is about, assert(condition && "what must be so"); false when it
 * says nothing in words. */
bool around_take_promise(const char *assertion, struct phrase *promise);

/* The line that takes the prompt to the same program. hash: eight digits of it as it is now; NULL:
 * the session does not care whether it has changed. */
void around_write(const struct submission *submission, const char *driver, const char *arguments,
                  const char *hash, FILE *file);

#endif
