/* typenames.h - the name of a type, as a cast or sizeof has it: "unsigned char", "struct node *".
 *
 * Leaves out pointers to functions and to arrays, but for what a typedef names. */
#ifndef MEMREPL_PROGRAM_TYPENAMES_H
#define MEMREPL_PROGRAM_TYPENAMES_H

#include "program/values/names.h"

enum typename_result {
    TYPENAME_NONE, /* no type begins here: *at is where it was */
    TYPENAME_READ, /* *at is behind it */
    TYPENAME_WRONG /* a sentence in `problem` */
};

enum typename_result typename_read(const struct names *names, const char **at,
                                   const struct type **type, char *problem, size_t size);

#endif
