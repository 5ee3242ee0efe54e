/* phrase.h: what is expected or was got, put together piece by piece; too long a one is cut. */
#ifndef GRADE_PHRASE_H
#define GRADE_PHRASE_H

#include <stddef.h>

enum { PHRASE_BYTES = 320 };

/* Begins as all zeros: "". */
struct phrase {
    char bytes[PHRASE_BYTES];
    size_t used;
};

/* Adds at the end. */
void phrase_add(struct phrase *phrase, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a number that the program has; "unwritten" when it is what malloc leaves in a new block. */
void phrase_add_number(struct phrase *phrase, int number);

/* Adds bytes that are not ours in quotes; what cannot be shown becomes a question mark. */
void phrase_quote(struct phrase *phrase, const char *bytes, size_t size);

#endif
