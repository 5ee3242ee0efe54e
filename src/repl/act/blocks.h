/* blocks.h: letting a program run out of memory, when one wants it to. */
#ifndef REPL_ACT_BLOCKS_H
#define REPL_ACT_BLOCKS_H

#include "repl/study/study.h"

/* blocks. */
extern const struct command blocks_commands[];

#endif
