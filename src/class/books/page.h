/* page.h: index.html, a class on one page: scores, the checks that failed most, what is ungraded,
 * which hand-ins are alike, and a table of all that leads to their reports. One file that needs no
 * network; light and dark as the reader's system is. */
#ifndef CLASS_BOOKS_PAGE_H
#define CLASS_BOOKS_PAGE_H

#include <stdio.h>

#include "class/books/alike.h"
#include "class/books/tally.h"
#include "class/unit.h"

struct page {
    const struct unit *units;
    const int *scores; /* of the graded ones, beside the units */
    size_t count;
    const struct bench *bench;
    const struct tally *tally;
    const struct alike *alike;
};

void page_write(const struct page *page, FILE *out);

#endif
