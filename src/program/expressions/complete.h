/* complete.h - what could follow a half-typed expression: variables and members.
 *
 * Only types are looked at, never the subject's memory, so completion works at any moment. Which local
 * variables there are, the caller knows.
 */
#ifndef MEMREPL_PROGRAM_COMPLETE_H
#define MEMREPL_PROGRAM_COMPLETE_H

#include "program/values/value.h"

/* Writes the index-th completion of `text`, whole and ready to replace it: "que" gives "queue",
 * "message[queue.he" gives "message[queue.head".  Variables come in alphabetical order, members
 * as declared.  Members are also those of the locals that `memory` finds; it may be NULL.  False when
 * there are no more. */
bool complete_expression(const struct names *names, const struct memory_view *memory,
                         const char *text, size_t index, char *completed, size_t size);

/* Where the variable's name begins with which `text` ends; false when that is a member's. */
bool complete_variable_start(const char *text, size_t *start);

#endif
