/* queue.h: the tasks of lab 1, on the two queues of labs/lab1-queue/desk.c.
 *
 * Each calls one of the student's functions and compares what it answers with the model. Then,
 * where the check looks at
 *     fields   head, tail, length and the nodes are read and compared: the invariants of
 *              src/server/request_queue.h
 *     memory   the heap must hold one block for each request that waits, and no other
 *
 * A list is walked no further than one node beyond the model's: it may run in a circle, or to
 * places that cannot be read. */
#ifndef GRADE_QUEUE_H
#define GRADE_QUEUE_H

#include "grade/trial.h"

/* After the program was reset: the model takes over what the desk holds at the beginning. */
void queue_check_begin(struct trial *trial);

/* Rows of trial.c; see task_row.perform. */
bool queue_check_litter(struct trial *trial, const struct task *task);
bool queue_check_init(struct trial *trial, const struct task *task);
bool queue_check_push(struct trial *trial, const struct task *task);
bool queue_check_pop(struct trial *trial, const struct task *task);
bool queue_check_is_empty(struct trial *trial, const struct task *task);
bool queue_check_destroy(struct trial *trial, const struct task *task);
bool queue_check_memory(struct trial *trial, const struct task *task);

#endif
