/* clean.h: text that may be shown to anybody, whoever wrote it.
 *
 * What a student's program prints, what its lines of source are, goes to a terminal, into XML, into a
 * web page. Clean text is UTF-8 without control characters but newline and tab (so without the
 * sequences that move a terminal's cursor), without characters that turn the direction of writing
 * round, and without those that XML or JSON forbid. */
#ifndef RESULTS_CLEAN_H
#define RESULTS_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

/* Puts a question mark in the place of each character, or byte that is of none, that is not clean.
 * Works in place; returns the new size, never a larger one. With `left`, the last bytes may be the
 * beginning of a character that is still to come: *left says how many they are; they stand
 * untouched behind the text. */
size_t clean_bytes(char *bytes, size_t size, size_t *left);

/* The same of a string. */
void clean_text(char *text);

/* The same of a string that is to stay on one line, without newlines and tabs too. */
void clean_line(char *text);

bool clean_is(const char *text);

#endif
