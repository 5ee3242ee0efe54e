/* calls.h: tasks for any lab whose functions can be judged by what they answer.
 *
 *     call FUNCTION ARGUMENT... [= NUMBER]    as `call` at the prompt; the result must be the number
 *     see EXPRESSION = NUMBER                 as `print` at the prompt
 *     blocks NUMBER                           of malloc's blocks, so many more than at the beginning
 *
 * What is right stands in the checks themselves, so there is no model. */
#ifndef TASKS_CALLS_H
#define TASKS_CALLS_H

#include "grade/checks.h"

extern const struct task_set call_tasks;

#endif
