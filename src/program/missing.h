/* missing.h - what a subject calls and nobody defines, told before it is loaded. */
#ifndef MEMREPL_PROGRAM_MISSING_H
#define MEMREPL_PROGRAM_MISSING_H

struct image;

#define MISSING_TOLD 8 /* more are only counted: nobody mends so many at a time */

/* A sentence a line for each such function: who uses it where, and what to do; NULL when there is
 * none. The caller frees it. */
char *missing_describe(const struct image *image);

#endif
