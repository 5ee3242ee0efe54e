/* lists.h - a linked list drawn as one: "[2 10] -> [1 40] -> NULL". */
#ifndef MEMREPL_PROGRAM_LISTS_H
#define MEMREPL_PROGRAM_LISTS_H

#include "program/values/value.h"

enum { LISTS_NODES_SHOWN = 100 }; /* before "..." */

struct list {
    const struct type *node;   /* a struct */
    const struct member *link; /* of its members, the one that leads to the next node */
    uint64_t nodes[LISTS_NODES_SHOWN];
    size_t count;
    uint64_t
        behind; /* where the last of them points to: 0, or a node without room, or that cannot be read */
    size_t back; /* or number `back` of them; `count` when it is none of them */
};

/* True when the value is a pointer, not NULL, to a struct that points to its own type by a member called
 * next, or by one member only. */
bool lists_follow(const struct memory_view *memory, const struct value *value, struct list *list);

/* False for what only holds the nodes together. */
bool lists_shows(const struct type *node, const struct member *member);

/* The same as text: `heading` gets the names of the other members, "id size", and `line` the nodes, up to
 * NULL, to the node that it comes back to, or to the first that cannot be read. */
bool lists_draw(const struct names *names, const struct memory_view *memory,
                const struct value *value, char *heading, size_t heading_size, char *line,
                size_t line_size);

#endif
