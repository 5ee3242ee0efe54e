/* nested.h: an export that lies one level deeper than where submissions are looked for: the archive of
 * Canvas that nobody unpacked, or a folder around the folder of Gradescope's. */
#ifndef CLASS_INTAKE_NESTED_H
#define CLASS_INTAKE_NESTED_H

#include "class/intake/roster.h"

/* When all of the roster is one student without a course system, and what that one handed in has names
 * that a course system gives: the entry in which they are, which the caller frees. NULL otherwise.
 * `unpack` is the path of the program build/unpack. */
char *nested_find(const struct roster *roster, const char *unpack);

#endif
