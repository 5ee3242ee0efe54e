/* missing.h - what a subject calls and nobody defines, told before it is loaded. */
#ifndef MEMREPL_PROGRAM_IMAGE_MISSING_H
#define MEMREPL_PROGRAM_IMAGE_MISSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct image;

#define MISSING_TOLD 8 /* more are only counted: nobody mends so many at a time */

/* A libc name that the subject uses and the kit does not offer. */
struct missing {
    const char *name; /* as the source has it: "fork", "scanf" */
    uint64_t used_at; /* just behind one use: give it to lines_place */
};

/* The libc names for which offered("memrepl_NAME") is false, each once, in the order of first
 * use; at most `capacity` are written.  Weak references do not count: C lets them be missing.
 * Result: how many there are in all. */
size_t missing_list(const struct image *image, bool (*offered)(const char *name),
                    struct missing *missing, size_t capacity);

/* A sentence a line for each such function: who uses it where, and what to do; NULL when there is
 * none. The caller frees it. */
char *missing_describe(const struct image *image);

#endif
