/* places.h - where in a frame its parameters and local variables are, by their DWARF locations. */
#ifndef MEMREPL_PROGRAM_PLACES_H
#define MEMREPL_PROGRAM_PLACES_H

#include <elfutils/libdw.h>

#include "program/frames/calls.h"
#include "program/values/names.h"

/* Where a thread stands, and how to look at what is there. */
struct standing {
    const struct image *image;
    const struct names *names; /* only for lengths.h */
    const struct memory_view *memory;
    const struct call_frame *frame;
    Dwarf_Die function;
    Dwarf_Die block;  /* the one that has what is looked at; only for declared.h */
    const char *file; /* where the frame stands; NULL: not known */
    int line;
};

struct place {
    uint64_t address;
    bool is_static;   /* one for all frames */
    bool is_indirect; /* the address stood in the frame */
};

/* Evaluates a location, or the bound of an array; false for one of a form that unoptimised code does
 * not have, and when what it takes cannot be read. */
bool places_find(const struct standing *in, Dwarf_Attribute *location, struct place *place);

/* True when the function keeps the frame pointer of its caller and sets up its own, by the unwind
 * tables: only then do its places lie where they are looked for. */
bool places_has_frame(const struct standing *in);
/* True when a register that the frame may not have any more is all there is. */
bool places_is_register(const struct standing *in, Dwarf_Attribute *location);

#endif
