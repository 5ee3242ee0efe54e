/* server.h: tasks on the memory server that was built with the student's code.
 *
 * They do what enqueue, serve and free do at the prompt. What each thread is to be told stands
 * in the check itself: `answer ID INDEX`, where -1 is "not enough memory". */
#ifndef GRADE_SERVER_H
#define GRADE_SERVER_H

#include "grade/trial.h"

/* Rows of trial.c; see task_row.perform. Every thread that serve lets go on must have its
 * answer. */
bool server_check_enqueue(struct trial *trial, const struct task *task);
bool server_check_serve(struct trial *trial, const struct task *task);
bool server_check_answer(struct trial *trial, const struct task *task);
bool server_check_free(struct trial *trial, const struct task *task);

#endif
