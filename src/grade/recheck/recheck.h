/* recheck.h: the grader's own look at what an exploration has said.
 *
 * An exploration runs in the processes that hold the student's object, and reports of itself. Where it
 * says that nothing is wrong, some schedules are run anew: in a fresh worker, step by step under the
 * grader, which draws the workload and the order of the threads from the grading's seed. The history of
 * operations is gone over by an account of its own (account.h), and the published variables behind
 * each step by a witness (witness.h) who knows from the workload what they must be. Nothing of that
 * is known to the student's object. */
#ifndef RECHECK_RECHECK_H
#define RECHECK_RECHECK_H

#include "grade/runs/exploration.h"

/* True when the schedules tell the same, or no witness knows the program; else the failure is
 * filled. */
bool recheck(struct trial *trial, const struct exploration_order *order);

#endif
