/* tasks.h: the sets of tasks that checks are made of, one module each, whose header says what its
 * tasks mean.
 *
 *     queue list placement bitmap server calls   here: calls of the student's functions, one by one
 *     mems cost                                  mems/: MeMS and what it costs
 *     exploring running                          runs/: programs around the student's files
 *     breaking                                   breaking/: a hand-in of sessions and tests */
#ifndef TASKS_TASKS_H
#define TASKS_TASKS_H

#include "grade/checks.h"

/* NULL when there is no set of that name. */
const struct task_set *tasks_find(const char *name);

#endif
