/* refusals.h: what is not allowed in a hand-in, a line each: "queue.c:7: asm is not allowed here:
 * write it in C". */
#ifndef GRADE_HYGIENE_REFUSALS_H
#define GRADE_HYGIENE_REFUSALS_H

#include <stddef.h>

enum { REFUSALS_TOLD = 8, REFUSAL_BYTES = 300 }; /* nobody mends more of them at a time */

/* Begins as zeros. */
struct refusals {
    char told[REFUSALS_TOLD][REFUSAL_BYTES];
    size_t count; /* also those that are not told */
};

/* `line` 0: of the file as a whole. The same line about the same file is told once. */
void refuse(struct refusals *refusals, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* All lines, for the caller to free; NULL when there is no memory. */
char *refusals_text(const struct refusals *refusals);

#endif
