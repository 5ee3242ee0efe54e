/* exploring.h: tasks that try every schedule of a program around the student's files.
 *
 *     explore FILE.c [ARGUMENT…] [executions N] [delays N] [no-spinning] [for KIND]
 *
 * FILE.c is a driver in the lab's folder: a program with a main() of its own, which asserts what must
 * be so. The whole is tried up to `executions`; a larger one is not counted against the student:
 * all schedules with at most so many delays are tried then, and the line of the check says so.
 * `delays` alone leaves the whole out. A thread makes at most EXPLORATION_STEPS steps: where each
 * execution is cut there, nothing is known, and the check fails; where some are, the line of the
 * check says so, and only who looks for busy waiting takes it for that.
 *
 * Where the explorer finds nothing, the grader runs some schedules itself (grade/recheck/), and they
 * must tell the same.
 *
 * What the explorer finds belongs to a kind of failure; an assertion may name its own: assert(… &&
 * "busy waiting: a thread sleeps until it is woken"). With KIND only failures of this kind count,
 * unless no schedule at all ends well: then any does. The session of the failure stands one step
 * before it, in the program around the student's files. */
#ifndef GRADE_RUNS_EXPLORING_H
#define GRADE_RUNS_EXPLORING_H

#include "grade/checks.h"

extern const struct task_set exploring_tasks;

#endif
