/* printing.h: print an expression, and set a variable. */
#ifndef INSPECT_PRINTING_H
#define INSPECT_PRINTING_H

#include "repl/study/study.h"

/* Does `set VARIABLE = EXPRESSION`, given what stands behind set: a choice like a step, which can be
 * undone and saved. */
enum outcome printing_set(struct study *study, struct console *console, const char *text);

/* True when `text` has the = of an assignment. */
bool printing_is_assignment(const char *text);

/* print. */
extern const struct command printing_commands[];

/* set, for modes that have no settings of that name. */
extern const struct command printing_set_commands[];

#endif
