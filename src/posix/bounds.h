/* bounds.h: where the variable ends in which a range of bytes begins.
 *
 * For the ranges that libc reads and writes on behalf of the subject: compilers check indices, and the
 * heap has its shadow. Method: the tables of program/frames/extents.h, and for a stack the frame
 * pointers. What has no row ends where a function keeps the place that it returns to. Nothing is known
 * outwards from a function whose frame cannot be relied on. */
#ifndef POSIX_BOUNDS_H
#define POSIX_BOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "program/image/image.h"

struct bound {
    uint64_t limit;        /* the range would have to end there */
    struct range variable; /* that it goes beyond; one it begins before; empty: of unknown name */
};

/* False when the `size` bytes from the address on lie within one variable, or nothing is known of
 * them. */
bool bounds_crossed(uint64_t address, size_t size, struct bound *bound);

#endif
