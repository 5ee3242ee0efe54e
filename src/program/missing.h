/* missing.h - what a subject calls and nobody defines, told before it is loaded. */
#ifndef MEMREPL_PROGRAM_MISSING_H
#define MEMREPL_PROGRAM_MISSING_H

struct image;

/* A sentence that names the first such function and a line that calls it; NULL when there is none.
 * The caller frees it. */
char *missing_describe(const struct image *image);

#endif
