/* constants.h: where in a program's file the constants of its C lie.
 *
 *     .dynsym .plt .text [ .rodata ] .eh_frame .got .data .bss
 *
 * All of it is mapped, but a program has no business in the rest of what is not written: who reads
 * there reads instructions, or notes and tables of the linker's, by which one program can be told from
 * another that does the same. */
#ifndef PROGRAM_IMAGE_CONSTANTS_H
#define PROGRAM_IMAGE_CONSTANTS_H

#include "program/image/image.h"

struct constants {
    struct range plain;    /* from the first to behind the last of .rodata; empty without one */
    uint64_t writable_low; /* variables, and before them constants that hold addresses */
};

/* Of the file at `path`; zeros when it cannot be read. */
struct constants constants_find(const char *path);

#endif
