/* seal.h: what is left to the child of a stepper once its subject is loaded, in a grading: its own
 * memory and clocks, and the two pipes to its parent. A hand-in that came to run code that nobody
 * steps would find no file, process, signal or network with it. */
#ifndef STEPPER_CHILD_SEAL_H
#define STEPPER_CHILD_SEAL_H

#include <stdbool.h>

/* Set in the environment by whoever grades: children seal themselves. */
#define SEAL_VARIABLE "MEMREPL_SEALED"

/* For the rest of the process. False when the system has no such filter. */
bool seal_child(int orders, int answers);

#endif
