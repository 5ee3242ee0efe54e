/* expecting.h: what a session can expect of MeMS; act/asking.h has the forms for any program. */
#ifndef MEMS_EXPECTING_H
#define MEMS_EXPECTING_H

#include "repl/mems/mems.h"

/* The topic "expect" of help: all forms. */
void expecting_explain(struct console *console);

/* expect. */
extern const struct command expecting_commands[];

#endif
