/* expect.h: what a session can expect of the memory server; act/asking.h has the forms for any
 * program. An expectation that holds is silent; one that fails prints a line and ends the
 * script. */
#ifndef MEM_EXPECT_H
#define MEM_EXPECT_H

#include "repl/mem/mem.h"

/* The topic "expect" of help: all forms. */
void expect_explain(struct console *console);

/* expect. */
extern const struct command expect_commands[];

#endif
