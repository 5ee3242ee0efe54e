/* guard.h: the supervisor of a grading: starts it shut in, and sees to what is left of it.
 *
 * Two processes take part besides the hand-in's own. The supervisor runs none of the student's code
 * and reads none of what comes of it: it picks the best sandbox that works here (sandbox/), passes
 * the report on, takes the sessions of failures out, ends whatever still runs, and removes the
 * folder in which all was done. The grader (grade.h) inside has models, points and verdict; the
 * hand-in runs in a child of the grader's stepper, which answers orders and is sealed. */
#ifndef GRADE_GUARD_H
#define GRADE_GUARD_H

#include <stdio.h>

/* The environment may name the sandbox to use, and no other then. */
#define GUARD_VARIABLE "MEMREPL_SANDBOX"

/* What grade_lab() says, in a sandbox; UNGRADED also when the grading comes to no end. */
int guard_grade(const char *home, int lab, const char *from, unsigned seed, FILE *out);

/* The other side: `memrepl --inside …`, with the words behind that. */
#define GUARD_INSIDE "--inside"
int guard_inside(const char *home, int count, char **words);

#endif
