/* locals.h - the parameters and local variables of a frame: names, types, addresses, from DWARF.
 *
 * Where the frame stands decides which blocks it is in, and what they have declared so far.  Variables
 * that the compiler keeps in registers are *lost*: subjects are compiled without optimisation, and have
 * none unless CFLAGS asks for it, or the program, by `register`. */
#ifndef MEMREPL_PROGRAM_LOCALS_H
#define MEMREPL_PROGRAM_LOCALS_H

#include "program/frames/calls.h"
#include "program/values/names.h"

struct local {
    const char *name;
    const struct type *type;
    uint64_t address;
    bool is_parameter;
    bool is_static;       /* one for all frames */
    bool is_dynamic;      /* its place or length stands in the frame: an array of variable length */
    const char *why_lost; /* "is optimised away here"; this and what follows: only of lost ones */
    bool is_in_register;
};

/* The function that a frame is in; NULL without debug information. */
const char *locals_function(const struct names *names, const struct call_frame *frame);

/* From where to where its code is; false when it is not known. */
bool locals_code(const struct names *names, const struct call_frame *frame, struct range *code);

/* What the frame can see, the innermost block first, in each as declared; those of lines further
 * down are not there yet, nor those whose declaration the frame stands in, unless static.  At most `most`
 * are written; the result is how many. */
size_t locals_list(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, struct local *locals, size_t most);

/* As locals_list(), those that are lost here: name, is_parameter, and why. */
size_t locals_lost(const struct names *names, const struct memory_view *memory,
                   const struct call_frame *frame, struct local *locals, size_t most);

/* The why_lost of the one of that name; NULL: there is none. */
const char *locals_why_lost(const struct names *names, const struct memory_view *memory,
                            const struct call_frame *frame, const char *name);

/* The one of that name that the frame sees; false when there is none. */
bool locals_find(const struct names *names, const struct memory_view *memory,
                 const struct call_frame *frame, const char *name, struct local *local);

/* The same of those whose declaration the frame stands in: their values are yet to come. */
bool locals_find_to_come(const struct names *names, const struct memory_view *memory,
                         const struct call_frame *frame, const char *name, struct local *local);

/* True when the address lies in the bytes of a variable that the frame has not set: it stands in its
 * declaration, or above it. */
bool locals_is_unset(const struct names *names, const struct memory_view *memory,
                     const struct call_frame *frame, uint64_t address);

/* The one in whose bytes the address lies, but no static one. */
bool locals_at(const struct names *names, const struct memory_view *memory,
               const struct call_frame *frame, uint64_t address, struct local *local);

#endif
