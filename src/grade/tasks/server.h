/* server.h: tasks on the memory server that was built with the student's code.
 *
 *     enqueue ID SIZE  serve  free ID     as at the prompt, but serve handles all
 *     answer ID INDEX                     what the thread was told; -1: no memory, which it says
 *
 * Every thread that serve lets go on must have its answer, and acts on it. */
#ifndef TASKS_SERVER_H
#define TASKS_SERVER_H

#include "grade/checks.h"

extern const struct task_set server_tasks;

#endif
