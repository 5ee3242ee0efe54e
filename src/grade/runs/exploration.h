/* exploration.h: every schedule of a program around the student's files, and what was found.
 *
 * The program is a driver in the lab's folder, built once with the student's files (program/labs.h)
 * and explored by a memrepl of its own (run.h) for each list of arguments. What that reports is kept
 * in the grading's folder: checks that ask for the same get the same, without a second run.
 *
 * First all schedules are tried, up to a number of executions. A whole that is larger is given up,
 * and as many of those with few delays are tried instead: then the exploration is bounded. A program
 * of which a thread has much to do is explored anew, with fewer executions of more steps. All
 * limits are counts, so that what comes out is the same on every machine; but for one on processor
 * time, far above what any good program takes. Where it is reached, the time for the hand-in is used up:
 * nothing more is explored. */
#ifndef GRADE_RUNS_EXPLORATION_H
#define GRADE_RUNS_EXPLORATION_H

#include "grade/trial.h"

struct json_t;

#define EXPLORATION_STEPS "5000" /* of a thread, in one execution */

/* What is asked for, as a task has it: "scenarios.c two executions 5000 delays 2 no-spinning for data race". */
struct exploration_order {
    char driver[64];                 /* "scenarios.c" */
    char arguments[80];              /* of its main, with a blank between two */
    char executions[16], delays[16]; /* digits */
    bool forbids_spinning;           /* who waits must sleep */
    bool is_bounded;  /* only schedules with so many delays: the whole is not tried */
    const char *kind; /* of failure that is looked for, "": any */
};

/* False when the text is none. The kind points into the text. */
bool exploration_read(struct exploration_order *order, const char *text);

/* The report, as `memrepl --explore --json` writes it, with the text of each failure's session as its
 * member "text"; json_decref() frees it. NULL with *problem, a sentence (heap string, NULL when
 * memory ran out), when there is none. */
struct json_t *exploration_report(struct trial *trial, const struct exploration_order *order,
                                  char **problem);

#endif
