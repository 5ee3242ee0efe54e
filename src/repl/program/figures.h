/* figures.h: the command stats of a program: steps, waiting and memory in figures. */
#ifndef PROGRAM_FIGURES_H
#define PROGRAM_FIGURES_H

#include "repl/command.h"

extern const struct command figures_commands[];

#endif
