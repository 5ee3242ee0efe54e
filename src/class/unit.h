/* unit.h: the unit of work: one student's submission, and the result of grading it.
 *
 *     OUT/hand-ins/KEY/          the files that are graded, and the sessions of their failures
 *     OUT/results/KEY.json       the result (results/result.h)
 *     OUT/results/KEY.stamp      what it is the result of, and a fingerprint of it
 *     OUT/grading/KEY.json .log  while it is being graded
 *
 * A result counts when its stamp names these files, this kit, this lab and this seed, and it is the
 * one that the stamp was written for: so whatever moment the machine stops at, a result is there or
 * it is not. An ungraded one has no stamp, and is tried again by the next run. */
#ifndef CLASS_UNIT_H
#define CLASS_UNIT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "class/intake/roster.h"
#include "program/labs.h"
#include "results/result.h"

enum unit_state { UNIT_NEW, UNIT_READY, UNIT_GRADED, UNIT_UNGRADED };

struct unit {
    const struct student *student;
    enum unit_state state;
    bool is_reused;
    uint64_t stamp;
    char *fault;  /* why there is nothing to grade (parcel.h); NULL: there is */
    char *look;   /* what somebody should look at (parcel.h); NULL: nothing */
    char *notes;  /* parcel.h; NULL: none */
    char *reason; /* why it is ungraded; NULL otherwise */
};

/* What all units of a class share. Strings stay the caller's. */
struct bench {
    const char *home, *out;
    const struct roster *roster;
    const struct lab *lab;
    unsigned seed;
    uint64_t kit; /* unit_kit() */
};

/* A fingerprint of what grades: sources of the grader, the lab's checks and solution. */
uint64_t unit_kit(const char *home, const struct lab *lab);

/* Takes the submission in. Afterwards it is graded (an earlier result counts, or there is nothing to
 * grade and the score is 0), ungraded, or ready to be graded. */
void unit_prepare(struct unit *unit, const struct bench *bench);

/* Starts the grading of a ready unit; -1 when that cannot be: it is ungraded then. */
pid_t unit_start(struct unit *unit, const struct bench *bench);

/* Takes the result over, once the process has ended with `status`. */
void unit_finish(struct unit *unit, const struct bench *bench, int status);

/* It is ungraded, for that reason, which is taken over. */
void unit_fail(struct unit *unit, const struct bench *bench, char *reason);

/* The result of a graded unit; false when it is not there, or is not what the stamp says. Ungraded
 * ones have one without points. The caller frees it in any case. */
bool unit_load(const struct unit *unit, const struct bench *bench, struct result *result);

void unit_free(struct unit *unit);

#endif
