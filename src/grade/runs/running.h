/* running.h: tasks that run a program around the student's files once, in a given order of its
 * threads, and count how often one had to wait.
 *
 *     run FILE.c [ARGUMENT…] under SCHEDULER [SEED] [prints N lines | waits P% of N]
 *
 * FILE.c is a driver in the lab's folder (around.h), which asserts what must be so; it must return 0
 * from its main, and nothing may be mapped any more. SCHEDULER is one of the prompt's. With `waits`, at
 * most P per cent of N operations on locks and semaphores may have to wait (stepper/machine/waits.h): N
 * is how many do in the same run with one lock around all.
 *
 * An argument "seed N" is the number alone, moved on by the grading's seed: with seed 1 it is N.
 *
 * The session of a run that waits too often stands where the first operation too many waits. */
#ifndef GRADE_RUNS_RUNNING_H
#define GRADE_RUNS_RUNNING_H

#include "grade/checks.h"

extern const struct task_set running_tasks;

#endif
