/* types.h - the C types of a subject, read from DWARF on first use and kept as plain structs.
 *
 * Life cycle: types_open, then types_at; types_close before image_close, since names point into
 * the debug information.
 */
#ifndef MEMREPL_PROGRAM_TYPES_H
#define MEMREPL_PROGRAM_TYPES_H

#include "program/values/type.h"

struct types; /* all types of one subject; owns every struct above */
struct Dwarf;

/* `dwarf` may be NULL: then there are only the types that an expression makes.  NULL: no memory. */
struct types *types_open(struct Dwarf *dwarf);
void types_close(struct types *types); /* NULL is fine */

/* The type that the DWARF entry at `offset` describes; void for offset 0.  NULL: no memory.
 * Strings point into the debug information: the image must stay open. */
const struct type *types_at(struct types *types, uint64_t offset);

/* A struct, union, enum or typedef by the name that it has outside functions; NULL when there is
 * none, or no memory. */
const struct type *types_named(struct types *types, enum type_kind kind, const char *name);

/* An enumerator by name in any enum seen so far; false when there is none. */
bool types_enumerator(const struct types *types, const char *name, const struct type **type,
                      int64_t *value);

/* For derived.h: the types seen so far, NULL when index is past the end; a new one to fill in, owned
 * by `types`, NULL: no memory. */
const struct type *types_seen(const struct types *types, size_t index);
struct type *types_add(struct types *types);

#endif
