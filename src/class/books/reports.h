/* reports.h: a student's report, as text and as a page of its own: one to give back, and one in which
 * hidden checks are not hidden. */
#ifndef CLASS_BOOKS_REPORTS_H
#define CLASS_BOOKS_REPORTS_H

#include <stdbool.h>

#include "class/unit.h"

/* Makes the folders. False with errno. */
bool reports_begin(const struct bench *bench);

/* Writes KEY.txt and KEY.html in OUT/instructor, and in OUT/reports without what hidden checks are
 * (results/conceal.h), which the result is afterwards without, too. False with errno when one cannot be
 * written. */
bool reports_write(const struct unit *unit, const struct bench *bench, struct result *result);

#endif
