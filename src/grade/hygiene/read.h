/* read.h: the compiler's own account of a student's file, which build-subject.sh leaves beside what it
 * makes of it: which files it read, and which structs it copies where nobody sees it.
 *
 * Read may be the student's file itself, headers of the lab, and those in the compiler's own folders, by
 * their real paths: whatever source.h made of the text, nothing else comes into the program. A copy of
 * a lab's header beside the student's file passes for the header while it has the same bytes. */
#ifndef GRADE_HYGIENE_READ_H
#define GRADE_HYGIENE_READ_H

#include <stdbool.h>

#include "grade/hygiene/refusals.h"

/* `path` has a line with the folders of the compiler's own headers, joined by colons, and then make's rule
 * of what was read for `student`, as seen from `place`, which may be NULL; `folders`, NULL behind the last, hold the lab's headers. False when
 * it cannot be read. */
bool read_check(const char *path, const char *place, const char *student, char *const *folders,
                struct refusals *refusals);

/* Before anything is compiled: whether the student's folder has a header of its own for an
 * #include "NAME" in that line, which the compiler would take. */
void read_check_beside(const char *student, int line, const char *name, char *const *folders,
                       struct refusals *refusals);

/* `path` has a line "LINE: sentence" for each struct that is handed over by value; it is not there when
 * the file does not compile. */
bool copies_check(const char *path, const char *student, struct refusals *refusals);

#endif
