/* breaking.h: tasks of lab 7, on a hand-in of sessions and tests.
 *
 *     run             every file can be run
 *     spare NAME      none accuses this program, which is right
 *     expose NAME     at least one accuses this program, and none of those it spares
 *
 * A hand-in that says the same of all programs does nothing yet. */
#ifndef GRADE_BREAKING_BREAKING_H
#define GRADE_BREAKING_BREAKING_H

#include "grade/checks.h"

extern const struct task_set breaking_tasks;

#endif
