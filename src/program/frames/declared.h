/* declared.h - whether a frame has gone through the declaration of a variable. */
#ifndef MEMREPL_PROGRAM_DECLARED_H
#define MEMREPL_PROGRAM_DECLARED_H

#include "program/frames/places.h"

/* True while the frame stands before or in the code that gives a local variable its first value.  What lies
 * in its bytes then was left there by somebody else.  False where the line table does not tell, as that
 * of optimised code.  `has_length`: it is an array whose length a frame decides. */
bool declared_is_to_come(const struct standing *in, Dwarf_Die *variable, bool has_length);

/* Of optimised code: places of variables hold at some of its instructions, and two may share one. */
bool declared_is_optimised(Dwarf_Die *function);

/* The file of the declaration, as dwarf_linesrc() has it; NULL: not known. */
const char *declared_file(Dwarf_Die *variable);

#endif
