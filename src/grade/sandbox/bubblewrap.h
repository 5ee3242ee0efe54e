/* bubblewrap.h: bwrap's command line for a view. */
#ifndef GRADE_SANDBOX_BUBBLEWRAP_H
#define GRADE_SANDBOX_BUBBLEWRAP_H

#include "grade/sandbox/sandbox.h"

/* Becomes bwrap, and that the program. Returns when it cannot be started; without what it needs of
 * the kernel, it ends. */
void bubblewrap_become(const struct sandbox_view *view, char *const *words,
                       char *const *environment);

#endif
