/* source.h: a source file as the student wrote it, before any compiler has seen it.
 *
 * Here it is decided what the preprocessor may read and be told: directives of C alone, headers by
 * name from a list and from the lab's folders, and nothing that would make the preprocessor's own
 * notes on files and lines (which language.h trusts) say what is not so. */
#ifndef GRADE_HYGIENE_SOURCE_H
#define GRADE_HYGIENE_SOURCE_H

#include <stdbool.h>

#include "grade/hygiene/refusals.h"

#define SOURCE_BYTES_MOST ((size_t)1 << 20) /* a solution has under 16 KiB */

/* Looks at the file at `path`; `folders`, NULL behind the last, hold the lab's headers. False when
 * it cannot be read, or memory ran out; what is wrong with it is added to the refusals. */
bool source_check(const char *path, char *const *folders, struct refusals *refusals);

#endif
