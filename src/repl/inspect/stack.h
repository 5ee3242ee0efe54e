/* stack.h: the call stack of each thread, and which of its frames names are looked up in. */
#ifndef INSPECT_STACK_H
#define INSPECT_STACK_H

#include "repl/study/study.h"

/* Refuses what needs a call, where no thread is in any. */
enum outcome stack_refuse(const struct study *study, struct console *console);

/* where, backtrace, up, down, frame. */
extern const struct command stack_commands[];

#endif
