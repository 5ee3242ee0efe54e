/* reading.h: the file of a result (writing.h), back again. Nothing is taken on trust: a file that was
 * cut, changed or made up is refused, with its name and what is wrong. */
#ifndef RESULTS_READING_H
#define RESULTS_READING_H

#include <stdbool.h>
#include <stdio.h>

#include "results/result.h"

/* Into a struct of all zeros; "-" is standard input. False with *error (caller frees; NULL when
 * memory ran out): "FILE: checks[2].points: expected a whole number from 0 to 4". result_free() in any case. */
bool result_read(struct result *result, const char *path, char **error);

/* The same of an open stream, which stays open; `name` for messages. */
bool result_read_from(struct result *result, FILE *file, const char *name, char **error);

#endif
