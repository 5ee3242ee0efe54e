/* lists.h - a linked list drawn as one: "[2 10] -> [1 40] -> NULL". */
#ifndef MEMREPL_PROGRAM_LISTS_H
#define MEMREPL_PROGRAM_LISTS_H

#include "program/values/value.h"

enum { LISTS_NODES_SHOWN = 100 }; /* before "..." */

/* True when the value is a pointer, not NULL, to a struct that points to its own type by a member called
 * next, or by one member only.  Then `heading` gets the names of its other members, "id size", and `line`
 * its nodes, up to NULL, to the node that it comes back to, or to the first that cannot be read. */
bool lists_draw(const struct names *names, const struct memory_view *memory,
                const struct value *value, char *heading, size_t heading_size, char *line,
                size_t line_size);

#endif
