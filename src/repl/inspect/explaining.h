/* explaining.h: `explain`: what a thread waits for, and what would wake it.
 *
 * Two sentences for each thread: the first tells what it waits for and where it stands, the second who
 * could end that and with which command. In a circle of threads, each of which waits for the next, the
 * second tells the circle. Drawn from the state of this moment; nothing is changed. */
#ifndef REPL_INSPECT_EXPLAINING_H
#define REPL_INSPECT_EXPLAINING_H

#include "repl/study/study.h"

/* explain. */
extern const struct command explaining_commands[];

#endif
