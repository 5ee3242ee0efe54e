/* roots.h: the pointers that the variables of a program are, or have in them, by the names that one would
 * print them by: "head", "queue.head", "T1's node", "table[3]". */
#ifndef STATE_ROOTS_H
#define STATE_ROOTS_H

#include "repl/study/study.h"

enum { ROOTS_MOST = 96, ROOT_NAME_BYTES = 64 };

struct root {
    char name[ROOT_NAME_BYTES];
    uint64_t at;        /* where it stands */
    bool is_local;      /* in a call, or reached from there */
    struct value value; /* a pointer to some type, by its number, not NULL */
};

struct roots {
    bool is_local; /* of those that are added now */
    struct root all[ROOTS_MOST];
    size_t count;
};

/* Adds those of the object of that type, as far as there is room. */
void roots_add(struct roots *roots, const struct study *study, const char *name,
               const struct type *type, uint64_t address);

#endif
