/* extents.h - where each variable of a program begins and ends, in tables for a child, which has no
 * debug information to look into.
 *
 * Left out: arrays of variable length, thread-local variables, what is kept in registers, whatever
 * finds no room, and the frames of functions that are optimised or do without a frame pointer: there a
 * place does not hold all the time.
 */
#ifndef MEMREPL_PROGRAM_EXTENTS_H
#define MEMREPL_PROGRAM_EXTENTS_H

#include "program/image/image.h"

enum { EXTENTS_FIXED = 4096, EXTENTS_FUNCTIONS = 2048, EXTENTS_LOCALS = 8192 };

/* A variable in a frame: seen by the code in `scope`, and so far behind the frame pointer. */
struct extent_local {
    struct range scope;
    int64_t offset;
    uint64_t size; /* bytes */
};

struct extents {
    uint32_t fixed_count, function_count, local_count;
    struct range fixed[EXTENTS_FIXED]; /* globals and static variables, by address */
    struct extent_function {
        struct range code;
        uint32_t first, count;      /* of `locals` */
    } functions[EXTENTS_FUNCTIONS]; /* whose frames can be relied on, by address */
    struct extent_local locals[EXTENTS_LOCALS];
};

/* Empty without debug information. */
void extents_find(const struct image *image, struct extents *extents);

#endif
