/* cost.h: the tasks of lab 6 that measure: loads and stores, and memory beside the blocks. They go
 * with the set mems, whose model knows the heap, and with the desk of labs/lab6-fast.
 *
 *     heap COUNT SEED        desk_heap: COUNT blocks, of which about half are freed
 *     mallocs COUNT SEED CALLS COST   in a quarter of such a heap, and in all of it, that many calls,
 *     frees COUNT SEED CALLS COST     which cost at most COST loads and stores each, on average, the
 *     gets COUNT SEED CALLS COST      dearest left out: of requests most of which find no hole, of
 *                                     blocks at random, of addresses in blocks at random
 *     malloc_growth PERCENT  with 4000 blocks a call costs at most so many hundredths of what it costs
 *     free_growth PERCENT    with 500, or of 1000 if that is less, and with 1000 and 2000 blocks less;
 *     get_growth PERCENT     over 100
 *     metadata BYTES         mapped, allocated and in variables, beside the main nodes, at most so
 *                            many for each live block
 *
 * Every call is judged for its answer, too. The figures do not depend on the machine: each load and
 * store of the program passes through the kit, which counts. */
#ifndef GRADE_MEMS_COST_H
#define GRADE_MEMS_COST_H

#include "grade/checks.h"

extern const struct task_set cost_tasks;

#endif
