/* tally.h: what is counted over a class: scores, and how often each check failed. */
#ifndef CLASS_BOOKS_TALLY_H
#define CLASS_BOOKS_TALLY_H

#include <stddef.h>

#include "results/result.h"

enum { TALLY_BARS = 11 }; /* scores 0-9, 10-19, …, 90-99, and 100 */

/* Strings are its own. */
struct tally_check {
    int number;
    char *name;
    size_t failed, asked;
};

/* Begins as all zeros.
 *     sum of bars = graded = sum of counts */
struct tally {
    size_t graded, unmade; /* of the graded: without a program, so that nothing was checked */
    size_t counts[RESULT_FULL + 1], bars[TALLY_BARS];
    struct tally_check *checks;
    size_t check_count;
};

void tally_add(struct tally *tally, const struct result *result);

/* The checks that failed most come first; among equals the lower number. */
void tally_sort(struct tally *tally);

/* In tenths of a point; 0 when none is graded. */
int tally_mean(const struct tally *tally);
int tally_median(const struct tally *tally);

void tally_free(struct tally *tally);

#endif
