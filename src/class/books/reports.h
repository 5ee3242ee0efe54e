/* reports.h: a student's report, as text and as a page of its own. */
#ifndef CLASS_BOOKS_REPORTS_H
#define CLASS_BOOKS_REPORTS_H

#include <stdbool.h>

#include "class/unit.h"

/* Writes OUT/reports/KEY.txt and KEY.html. False with errno when one cannot be written. */
bool reports_write(const struct unit *unit, const struct bench *bench, const struct result *result);

#endif
