/* cost.h: the tasks of lab 6 that measure: loads and stores, and memory beside the blocks. They go
 * with the set mems, whose model knows the heap, and with the desk of labs/lab6-fast.
 *
 *     heap COUNT SEED        desk_heap: COUNT blocks, of which about half are freed
 *     mallocs COUNT COST     that many calls, which cost at most COST loads and stores each, on
 *     frees COUNT COST       average: of requests that few holes have room for, of blocks at
 *     gets COUNT COST        random, of addresses in blocks at random
 *     malloc_growth PERCENT  from 250 blocks to 4000 each doubling adds at most so many hundredths of
 *     free_growth PERCENT    what a call costs with 250
 *     get_growth PERCENT
 *     metadata BYTES         mapped beside the main nodes, at most so many for each live block
 *
 * Every call is judged for its answer, too. The figures do not depend on the machine: each load and
 * store of the program passes through the kit, which counts. */
#ifndef TASKS_COST_H
#define TASKS_COST_H

#include "grade/checks.h"

extern const struct task_set cost_tasks;

#endif
