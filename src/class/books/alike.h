/* alike.h: which hand-ins are like one another, as the program sim_c of Dick Grune's
 * similarity-tester says: it compares C by its words, whatever the names and the layout. */
#ifndef CLASS_BOOKS_ALIKE_H
#define CLASS_BOOKS_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "class/unit.h"

enum {
    ALIKE_LEAST_PERCENT = 50,
    ALIKE_RUN_WORDS = 24, /* shorter equal pieces do not count */
    ALIKE_SHOWN = 200,
    ALIKE_SAME_PERCENT = 100,
    /* Each with each takes a second for so many and grows with the square; of more, each one's best. */
    ALIKE_EACH_MOST = 200
};

struct alike_pair {
    size_t one, other; /* indices of units: so much of one's file is in the other's */
    int percent;
};

/* Highest first; of two files that are in each other, the higher figure. Units of which all of one is in
 * another make a group, and are no pairs:
 *     groups[unit] = the lowest unit of its group, itself when it is in none */
struct alike {
    struct alike_pair *pairs;
    size_t count;
    size_t *groups;
    bool is_of_each_best; /* there were too many to compare each with each */
    const char *fault;    /* why there are none: a sentence; NULL when they were compared */
};

struct alike alike_find(const struct unit *units, size_t count, const struct bench *bench);
void alike_free(struct alike *alike);

#endif
