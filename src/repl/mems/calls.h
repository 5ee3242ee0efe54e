/* calls.h: the commands that call MeMS and change the heap: init, malloc, free, finish, check. */
#ifndef MEMS_CALLS_H
#define MEMS_CALLS_H

#include "repl/mems/mems.h"

extern const struct command calls_commands[];

#endif
