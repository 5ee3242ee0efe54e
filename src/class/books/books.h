/* books.h: what an instructor takes away from a graded class: gradebooks (csv.h), reports of each
 * student (reports.h), and a page about all (page.h). Each file is there as a whole or not at all, the
 * gradebooks all of them or none, and each has the same bytes whenever the results are the same. */
#ifndef CLASS_BOOKS_BOOKS_H
#define CLASS_BOOKS_BOOKS_H

#include <stdbool.h>
#include <stddef.h>

#include "class/unit.h"

/* Writes them for units of which each is graded or ungraded. A result that is gone by now makes its
 * unit ungraded. False with errno when one cannot be written. */
bool books_write(struct unit *units, size_t count, const struct bench *bench);

#endif
