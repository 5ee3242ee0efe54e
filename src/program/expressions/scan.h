/* scan.h - the words of an expression: blanks, names, constants, operators. */
#ifndef MEMREPL_PROGRAM_SCAN_H
#define MEMREPL_PROGRAM_SCAN_H

#include "program/values/value.h"

enum { SCAN_NAME_BYTES = 320 }; /* of a name, or of the part of the input that a problem quotes */

/* The functions below move *at behind what they take, and past blanks before it. */

void scan_blanks(const char **at);

/* True when the input goes on with `token`. */
bool scan_take(const char **at, const char *token);

/* Whether a name may have it, behind its first letter: also $ and what is beyond ASCII, as gcc's and
 * clang's may. */
bool scan_is_of_name(char letter);

/* A name; with a scope too: SCOPE::NAME, FILE.c::NAME.  False when none is there, or a longer one. */
bool scan_name(const char **at, char name[SCAN_NAME_BYTES]);
bool scan_scoped_name(const char **at, char name[SCAN_NAME_BYTES]);

/* The word that comes next, name or keyword, without taking it; "" when none does. */
void scan_peek(const char *at, char name[SCAN_NAME_BYTES]);

/* A whole number, a fraction, or, behind its opening quote, a character, typed as C does.  False with
 * a sentence in `problem`. */
bool scan_number(const char **at, struct value *value, char *problem, size_t size);
bool scan_character(const char **at, struct value *value, char *problem, size_t size);

/* The input from `from` to `to`, for a message, without blanks at its end. */
const char *scan_quote(const char *from, const char *to, char text[SCAN_NAME_BYTES]);

#endif
