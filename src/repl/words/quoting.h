/* quoting.h: the words of a line that a person types or a session holds.
 *
 * Blanks separate words; "…" and '…' keep them. $'…' stands for bytes that no line can hold, as in a
 * shell: \n, \xHH, \\ and \' in it. */
#ifndef REPL_QUOTING_H
#define REPL_QUOTING_H

#include <stdio.h>

#define QUOTING_BLANKS " \t\r\n\f\v"

/* Copies one word from *from to *to, without its quotes, and moves both behind it; the copy is not
 * longer, so that both may lie in the same line. Returns the quote left open, or 0. */
char quoting_take(char **from, char **to);

/* Where the quote that begins at `at`, if one does, is closed; NULL when it is not, or none does. */
char *quoting_end(char *at);

/* Writes a word as one that quoting_take() gives back. */
void quoting_write(FILE *file, const char *word);

#endif
