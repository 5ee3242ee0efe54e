/* stage.h: the prompts without a program behind them, for targets that are about lines alone. Linked
 * in the place of repl/modes: all rows of mem> and mems> are there, and what a row does is to print what
 * it was given. The rows that every mode has do what they do. */
#ifndef FUZZ_STAGE_H
#define FUZZ_STAGE_H

#include "repl/modes.h"

#endif
