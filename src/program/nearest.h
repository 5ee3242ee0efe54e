/* nearest.h - of many names, the one nearest in spelling to a misspelt one, for "did you mean". */
#ifndef MEMREPL_PROGRAM_NEAREST_H
#define MEMREPL_PROGRAM_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *wanted;
    const char *best; /* so far; NULL while none is near */
    size_t distance;  /* of `best`; at first what is too far */
};

struct nearest nearest_begin(const char *wanted);
void nearest_consider(struct nearest *nearest, const char *candidate);

#endif
