/* rights.h: what root gives up before it grades.
 *
 * Root becomes nobody. Where there is no nobody (a container may have a single user), or nobody
 * cannot go where the kit is (the home of root is often closed), it stays what it is without one of
 * root's rights: capabilities(7), none of which comes back with another program. */
#ifndef GRADE_SANDBOX_RIGHTS_H
#define GRADE_SANDBOX_RIGHTS_H

#include <stdbool.h>

/* Hands a file or folder of root's to nobody. False when there is no nobody here. */
bool rights_hand_over(const char *path);

/* Whether the way to an absolute path is open. If not, `path` ends behind the first folder on it that
 * nobody, or else root without rights, may not go through. */
bool rights_find_way(char *path, bool as_nobody);

/* For good, in this process. False when something is left. */
bool rights_give_up(bool as_nobody);

/* Whether nothing is left to give up. */
bool rights_are_gone(void);

#endif
