/* spent.h: the processor time of processes that may have children. */
#ifndef GRADE_RUNS_SPENT_H
#define GRADE_RUNS_SPENT_H

#include <stdint.h>
#include <sys/types.h>

/* In milliseconds, of all that are in the process group now, and of those that they have waited for. */
int64_t spent_by_group(pid_t group);

#endif
