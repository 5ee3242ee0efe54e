/* parcel.h: what of a student's submission is graded: the files of the lab, each under its own name.
 *
 * A lab's file is looked for by its base name in all that the student handed in last, at any depth;
 * then with Canvas' -1 or a browser's (1) before its ending, and in letters of either case; then, in a lab of one file, the only .c is taken. A .c that is
 * named after the student is the file of such a lab, too. Of two different ones the later is it, where
 * the course system says which that is; in one folder or archive the one that lies less deep; where
 * that does not tell them apart, the parcel has a fault. In a lab of several files, of which one was handed in, the blank stands for another. */
#ifndef CLASS_INTAKE_PARCEL_H
#define CLASS_INTAKE_PARCEL_H

#include <stdint.h>

#include "class/intake/finds.h"
#include "class/intake/roster.h"
#include "program/labs.h"

/* Strings are its own. */
struct parcel {
    struct finds files; /* by the names under which they are graded */
    char *fault; /* why there is nothing to grade, which is the student's to mend; NULL: there is */
    char *tool_fault; /* the same, but ours; NULL: none */
    char *look;       /* what somebody should look at, the fault or another; NULL: nothing */
    char *notes;      /* lines: what was taken for what, what is out of date; NULL: none */
};

struct parcel parcel_make(const struct roster *roster, const struct student *student,
                          const struct lab *lab, const char *home);
void parcel_free(struct parcel *parcel);

/* Adds all that the grade depends on to a fingerprint. */
uint64_t parcel_fingerprint(uint64_t fingerprint, const struct parcel *parcel);

#endif
