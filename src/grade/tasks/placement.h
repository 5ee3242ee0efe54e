/* placement.h: the tasks of lab 4 on next, best and worst fit.
 *
 *     next ID SIZE  best ID SIZE  worst ID SIZE    the student's function finds a hole, of which the
 *                                                  thread then gets the first bytes
 *     first ID SIZE                                the same by first fit, which is no exercise here
 *     give_back ID                                 the thread's bytes become free: no exercise
 *     restart                                      next fit starts at byte 0
 *
 * A request of a thread that owns bytes already is left out. At first there is a list of one hole of
 * WORKER_MEMORY bytes. Four names stand for many requests of up to SIZE bytes, and releases, made
 * from a seed; in the last each request has a placement of its own:
 *
 *     nexts COUNT SIZE SEED  bests COUNT SIZE SEED  worsts COUNT SIZE SEED  turns COUNT SIZE SEED
 *
 * The hole that is found is compared with the model (models/bytes.h). Where the check looks at
 *     fields   the search must have left the list as it was */
#ifndef TASKS_PLACEMENT_H
#define TASKS_PLACEMENT_H

#include "grade/checks.h"

extern const struct task_set placement_tasks;

#endif
