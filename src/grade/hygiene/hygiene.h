/* hygiene.h: a look at what a student hands in, before it is built into the lab's program.
 *
 * The kit steps a program by the calls that the compiler puts into it. Whatever would run without
 * them, before its turn, or under the name of somebody else, is told here and not built: see
 * source.h for the text, language.h for the language, and below for names:
 *
 *   defines   no name that another part of the lab's program defines or uses, nor one of the library's
 *             that a program around it calls, nor main, nor a name reserved for the C library; nothing
 *             weak or by another name; no constructor
 *   uses      what the lab's headers declare, other files of the hand-in define, and of the C
 *             library what `may call` at the head of the lab's checks names or, without that, all
 *             that the kit offers but files, processes, signals, jumps and the environment; and
 *             never what `may not call` names
 *
 * A name that nobody offers at all is told when the program is loaded, in better words. */
#ifndef GRADE_HYGIENE_HYGIENE_H
#define GRADE_HYGIENE_HYGIENE_H

#include "program/build.h"
#include "program/labs.h"

enum hygiene_result {
    HYGIENE_CLEAN,
    HYGIENE_REFUSED, /* *messages has a line for each thing that is not allowed */
    HYGIENE_UNBUILT  /* the compiler ended otherwise than well: *built, and what it said */
};

/* Of what is compiled and linked for a grading: right files take a tenth of a second. The first is for
 * a machine that has no time. */
enum { HYGIENE_BUILD_MS = 240000, HYGIENE_BUILD_CPU_S = 4 };

/* All strings stay the caller's; lists end with NULL. */
struct hygiene_order {
    const struct lab *lab;
    const char *home;
    char *const *files; /* as seen from `place` */
    const char *place;  /* a folder; NULL: where the caller is */
    const char *folder; /* for what is made */

    /* Of files with a main() of their own: the folders of the headers that they may include. NULL: of
     * files of the lab's program, which may include the lab's. */
    char *const *includes;
};

/* Looks at the files, and leaves the part of the program that each of them becomes in the folder, with
 * what is made on the way. *messages is the caller's to free, and NULL when memory ran out. */
enum hygiene_result hygiene_check(const struct hygiene_order *order, enum build_result *built,
                                  char **messages);

/* The path of the part of the file of that index, for the caller to free; NULL: no memory. */
char *hygiene_part(const char *folder, size_t index);

#endif
