/* complete.h - what could follow a half-typed expression: variables and members.
 *
 * Only types are looked at, never the subject's memory, so completion works at any moment.
 */
#ifndef MEMREPL_PROGRAM_COMPLETE_H
#define MEMREPL_PROGRAM_COMPLETE_H

#include "program/values/names.h"

/* Writes the index-th completion of `text`, whole and ready to replace it: "que" gives "queue",
 * "message[queue.he" gives "message[queue.head".  Variables come in alphabetical order, members
 * as declared.  False when there are no more. */
bool complete_expression(const struct names *names, const char *text, size_t index, char *completed,
                         size_t size);

#endif
