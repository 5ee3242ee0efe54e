/* reading.h: what the preprocessor made of a student's file, token by token, each with whose file it
 * stood in, and where. A macro's tokens stand where it is used. */
#ifndef GRADE_HYGIENE_READING_H
#define GRADE_HYGIENE_READING_H

#include "grade/hygiene/lexer.h"

enum origin { ORIGIN_STUDENT, ORIGIN_LAB, ORIGIN_SYSTEM };

struct reading {
    struct lexer lexer;
    const char *student;  /* path of the file as it was given to the compiler */
    char *const *folders; /* of the lab's headers, NULL behind the last */
    enum origin origin;   /* of the tokens from here on */
    int ahead;            /* a token's line in its file less that in the text */
};

/* Reads the preprocessed text in the file at `path`. False when it cannot be read. */
bool reading_open(struct reading *reading, const char *path, const char *student,
                  char *const *folders);
void reading_close(struct reading *reading);

/* From the beginning again. */
void reading_rewind(struct reading *reading);

/* The next token; its line is that in its file. TOKEN_END at the end. */
struct token reading_next(struct reading *reading);

/* The first line of that origin with the name; 0 when there is none. Rewinds. */
int reading_find(struct reading *reading, enum origin origin, const char *name);

#endif
