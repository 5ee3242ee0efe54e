/* tasks.h: the sets of tasks that checks are made of, one module each. */
#ifndef TASKS_TASKS_H
#define TASKS_TASKS_H

#include "grade/checks.h"

/* NULL when there is no set of that name. */
const struct task_set *tasks_find(const char *name);

#endif
