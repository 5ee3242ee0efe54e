/* describing.h: what the local variables are, and of which types. */
#ifndef INSPECT_DESCRIBING_H
#define INSPECT_DESCRIBING_H

#include "repl/study/study.h"

/* info, whatis, ptype. */
extern const struct command describing_commands[];

#endif
