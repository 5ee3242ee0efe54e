/* pretended.h - memory where every pointer leads somewhere, to find out the type of an expression. */
#ifndef MEMREPL_PROGRAM_PRETENDED_H
#define MEMREPL_PROGRAM_PRETENDED_H

#include "program/values/value.h"

/* Fills *view, and returns it.  Every number there is 1: a pointer that is not NULL, an index that few
 * arrays refuse.  Locals, also lost ones, are those of `real`, unless
 * NULL. */
const struct memory_view *pretended_memory(const struct memory_view *real,
                                           struct memory_view *view);

#endif
