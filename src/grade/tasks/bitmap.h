/* bitmap.h: the tasks of lab 4 on the bitmap.
 *
 *     init BYTES UNIT  destroy  figures      calls of the student's functions
 *     allocate ID SIZE  release ID
 *     mark ID                                the thread writes its mark over what it asked for
 *     memory N                               malloc gives N more blocks, then NULL
 *
 * The first init takes the place of the segment list, which is destroyed before. An allocate of a
 * thread that owns bytes already, and a mark of one that owns none are left out. One stands for
 * many, made from a seed:
 *
 *     mixed COUNT SIZE SEED    requests of up to SIZE bytes, releases, and sometimes figures
 *
 * Each compares what is answered with the model: models/bytes.h, in which a request owns whole
 * units. Then, where the check looks at
 *     fields   every bit, block and byte, and the variables of src/server/bitmap.h, are compared
 *     memory   when nobody owns anything the heap holds as many blocks as after init, and after
 *              destroy as many as before */
#ifndef TASKS_BITMAP_H
#define TASKS_BITMAP_H

#include "grade/checks.h"

extern const struct task_set bitmap_tasks;

#endif
