/* queue.h: the tasks of lab 1, on the two queues of labs/lab1-queue/desk.c.
 *
 *     init  push ID SIZE  pop  is_empty  destroy      calls of the student's functions
 *     litter                                          fills the queue with garbage
 *     memory N                                        malloc gives N more blocks, then NULL
 *
 * with `other` before them for the second queue. Three stand for many, made from a seed; `other
 * mixed` uses both queues:
 *
 *     fill COUNT SEED     that many pushes
 *     drain COUNT         that many pops
 *     mixed COUNT SEED    pushes, pops and questions, with long runs of each
 *
 * Each calls one of the student's functions and compares what it answers with the model. Then,
 * where the check looks at
 *     fields   head, tail, length and the nodes are read and compared: the invariants of
 *              src/server/request_queue.h
 *     memory   the heap must hold one block for each request that waits, and no other
 *
 * The model is of another shape than the student's list: a plain array, of which the waiting
 * requests are a stretch (models/queue_fields.h). */
#ifndef TASKS_QUEUE_H
#define TASKS_QUEUE_H

#include "grade/checks.h"

extern const struct task_set queue_tasks;

#endif
