/* names.h: whether the names that an object defines and uses are the student's to define and use;
 * hygiene.h says which are. */
#ifndef GRADE_HYGIENE_NAMES_H
#define GRADE_HYGIENE_NAMES_H

#include <stdbool.h>

#include "grade/hygiene/objects.h"
#include "grade/hygiene/reading.h"
#include "grade/hygiene/refusals.h"
#include "program/labs.h"

/* What a hand-in is looked at beside. */
struct neighbours {
    const struct lab *lab;
    struct object *own; /* of all files of the hand-in */
    size_t own_count;
    struct object *parts; /* of the lab's program without them */
    size_t part_count;
    bool brings_main;    /* the hand-in is a program of its own */
    const char *desk;    /* path of the lab's desk.c, which is no part yet; NULL without one */
    char *const *around; /* labs_around() */
};

/* `reading` is of the same file as `object`. */
void names_check(const struct neighbours *neighbours, const struct object *object,
                 struct reading *reading, struct refusals *refusals);

#endif
