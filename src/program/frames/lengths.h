/* lengths.h - arrays whose length a frame decides: int scores[n]. */
#ifndef MEMREPL_PROGRAM_LENGTHS_H
#define MEMREPL_PROGRAM_LENGTHS_H

#include "program/frames/places.h"

/* The type that a DWARF entry describes, with the lengths that an array, or what a pointer leads to, has
 * in that frame; where one cannot be read, or is none, the type without it.  NULL: no memory. */
const struct type *lengths_type(const struct standing *in, Dwarf_Die *die);

#endif
