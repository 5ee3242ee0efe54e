/* scalars.h - single numbers and characters as a C programmer writes them. */
#ifndef MEMREPL_PROGRAM_SCALARS_H
#define MEMREPL_PROGRAM_SCALARS_H

#include "program/text.h"
#include "program/values/type.h"

/* char as it stands in text; unsigned char and signed char are numbers to a C programmer. */
bool scalars_is_character(const struct type *type);

/* As it stands between the quotes, themselves escaped: a, \n, \376. */
void scalars_add_character(struct text *text, unsigned char c, char quote);

/* A whole number, boolean or character of the type: 7, true, 'X' 88, READY, (A | C). */
void scalars_add_number(struct text *text, const struct type *type, int64_t number);

/* An integer of 16 bytes. */
void scalars_add_wide(struct text *text, const struct type *type, const unsigned char bytes[16]);

/* The float, double or long double of `size` bytes. */
long double scalars_decode_float(const unsigned char *bytes, size_t size);

/* With the digits that are right in a number of `size` bytes. */
void scalars_add_float(struct text *text, long double number, size_t size);

#endif
