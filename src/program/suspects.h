/* suspects.h: the programs of lab 7, "break it". Each holds a memory server and MeMS, and in most of
 * them there is one bug. They come without their sources: NAME.so is for the prompt, and NAME.o for
 * a program that calls its functions, a test. */
#ifndef PROGRAM_SUSPECTS_H
#define PROGRAM_SUSPECTS_H

enum { SUSPECTS_LAB = 7 };
#define SUSPECTS_NUMBER "7"

#define SUSPECTS_REFERENCE "reference" /* who is innocent */

/* The name itself; NULL is the reference. */
const char *suspects_name(const char *name);

/* The path HOME/build/suspects/NAME.ENDING, `name` as suspects_name() takes it. NULL with *error (heap
 * string; NULL when memory ran out) when nobody has that name. The caller frees the path. */
char *suspects_path(const char *home, const char *name, const char *ending, char **error);

#endif
