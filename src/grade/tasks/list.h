/* list.h: the tasks of lab 2, on the segment list of the memory server.
 *
 *     init BYTES  destroy                  calls of the student's functions
 *     find SIZE                            the hole for a request
 *     take ID SIZE                         the first bytes of that hole become the thread's
 *     release ID                           the thread's bytes become free
 *     dump FROM TO                         what is printed
 *     mark ID                              the thread writes its mark over its bytes
 *     memory N                             malloc gives N more blocks, then NULL
 *
 * A take for which there is no hole, or of a thread that owns bytes already, and a mark of one that
 * owns none are left out. At first there is a list of one hole of WORKER_MEMORY bytes. One stands
 * for many, made from a seed:
 *
 *     mixed COUNT SIZE SEED    requests of up to SIZE bytes, most of them marked, and releases
 *
 * Each task compares what is answered with the model (models/bytes.h). Where the check looks at
 *     fields   the whole list and the array are read and compared (models/list_fields.h)
 *     memory   the heap must hold one block for each segment, beside what there was for an empty
 *              list; and nothing after destroy */
#ifndef TASKS_LIST_H
#define TASKS_LIST_H

#include "grade/checks.h"

extern const struct task_set list_tasks;

#endif
