/* language.h: what a student's C may not contain: whatever would run without the kit seeing it.
 *
 * Looked for in what the preprocessor has made of the file, where macros and joined names are
 * gone: assembly; attributes, pragmas and built-in functions but for harmless ones; jumps to
 * computed places; memory beside the kit's; names of the kit itself. */
#ifndef GRADE_HYGIENE_LANGUAGE_H
#define GRADE_HYGIENE_LANGUAGE_H

#include "grade/hygiene/reading.h"
#include "grade/hygiene/refusals.h"

/* Reads it all, and rewinds. */
void language_check(struct reading *reading, struct refusals *refusals);

/* True for a name that only the kit and the compiler may use: "__tsan_read4". */
bool language_is_kits(const char *name, size_t length);

/* True when what stands behind "#pragma" only quiets warnings, packs structs, is an editor's, or C's own. Reads nothing: the lexer is a
 * copy. */
bool language_is_quiet_pragma(struct lexer lexer);

#endif
