/* landlock.h: the kernel's own rules on files, for processes that set them on themselves. */
#ifndef GRADE_SANDBOX_LANDLOCK_H
#define GRADE_SANDBOX_LANDLOCK_H

#include "grade/sandbox/sandbox.h"

/* From now on there is only what the view and a compiler need. False where the kernel has no
 * Landlock. */
bool landlock_close(const struct sandbox_view *view);

#endif
