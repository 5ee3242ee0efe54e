/* guard.h: the supervisor of a grading: starts it shut in, and sees to what is left of it.
 *
 * Two processes take part besides the hand-in's own. The supervisor runs none of the student's code
 * and reads none of what comes of it: it picks the best sandbox that works here (sandbox/), passes
 * the report on, takes the sessions of failures out, ends whatever still runs, and removes the
 * folder in which all was done. The grader (grade.h) inside has models, points and verdict; the
 * hand-in runs in a child of the grader's stepper, which answers orders and is sealed.
 *
 * What a hand-in would have to get through, one after the other:
 *
 *   copies               to have anything read but the files themselves: each once, through no link
 *   hygiene/             to have anything run that is not stepped: no assembly, no constructor, no
 *                        call but of what the lab offers
 *   stepper, posix       to reach memory that is not the program's: each load and store is checked
 *                        before it happens, each call to the library is the kit's
 *   stepper/child/seal   to do anything with code that it runs nevertheless (a call through a number
 *                        that it made a pointer of is not checked): it has two pipes and memory
 *   grader               to be given points: expected values, models and seeds are there alone; the
 *                        child is a program started afresh, which inherits none of its memory
 *   sandbox/, guard      to touch the machine from the grader or the compiler
 *
 * Not stopped: code that runs unstepped in the sealed child can write to what it shares with the
 * grader, and so hide a leak or a race from it, or say that a step is done; the right answers it
 * must still find. It can end the child as if the system had refused memory: ungraded, and no points. What a hand-in is asked it can print, and a public check can be answered by
 * heart. With `limits` alone the compiler reads what the user may read. */
#ifndef GRADE_SUPERVISOR_GUARD_H
#define GRADE_SUPERVISOR_GUARD_H

#include <stdio.h>

/* The environment may name the sandbox to use, and no other then. */
#define GUARD_VARIABLE "MEMREPL_SANDBOX"

/* What grade_lab() says, in a sandbox; UNGRADED also when the grading comes to no end. Unless `result`
 * is NULL, it is the path of a file for the result, removed first and whole in the end, or absent. */
int guard_grade(const char *home, int lab, const char *from, unsigned seed, const char *result,
                FILE *out);

/* The other side: `memrepl --inside …`, with the words behind that. */
#define GUARD_INSIDE "--inside"
int guard_inside(const char *home, int count, char **words);

#endif
