/* derived.h - types that an expression makes of others: pointers, arrays, qualified types. */
#ifndef MEMREPL_PROGRAM_DERIVED_H
#define MEMREPL_PROGRAM_DERIVED_H

#include "program/values/types.h"

/* Pointer to `target`, array of `count` elements, `type` with the qualifier `name` (a constant string);
 * made when it is new and owned by `types`.  NULL: no memory. */
const struct type *derived_pointer(struct types *types, const struct type *target);
const struct type *derived_array(struct types *types, const struct type *element, uint64_t count);
const struct type *derived_qualified(struct types *types, const struct type *type,
                                     const char *name);

#endif
