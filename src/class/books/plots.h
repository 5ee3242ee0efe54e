/* plots.h: pictures of a class as inline SVG, drawn with the colours of the page around them. */
#ifndef CLASS_BOOKS_PLOTS_H
#define CLASS_BOOKS_PLOTS_H

#include <stdio.h>

#include "class/books/tally.h"

enum { PLOTS_CHECKS = 12 };

/* How many have which score. */
void plots_scores(const struct tally *tally, FILE *out);

/* The checks that failed most, at most PLOTS_CHECKS of them. */
void plots_checks(const struct tally *tally, FILE *out);

#endif
