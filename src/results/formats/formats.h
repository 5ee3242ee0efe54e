/* formats.h: a result (results/result.h) as other programs want it. */
#ifndef RESULTS_FORMATS_FORMATS_H
#define RESULTS_FORMATS_FORMATS_H

#include <stdio.h>

#include "results/result.h"

#define FORMAT_NAMES "text"

/* Prints one. */
typedef void format_function(const struct result *result, FILE *out);

/* That of a name, one of FORMAT_NAMES; NULL when there is none. */
format_function *format_of(const char *name);

#endif
