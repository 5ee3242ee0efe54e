/* lexer.h: C text cut into tokens, each with its line; for source files as well as for what the
 * preprocessor makes of them.
 *
 * It follows gcc in what decides where a token ends: a backslash before a newline joins two lines,
 * blanks between the two notwithstanding, comments are blanks, and a string that is not closed ends
 * with its line. A byte order mark at the beginning is skipped. Trigraphs are none, as in gnu11. Leaves out what nothing here depends on: numbers
 * are not checked, and of operators only the digraphs are known as one token. */
#ifndef GRADE_HYGIENE_LEXER_H
#define GRADE_HYGIENE_LEXER_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_CHARACTER, TOKEN_MARK };

struct token {
    enum token_kind kind;
    const char *text; /* joined, quotes included; not terminated; belongs to the lexer */
    size_t length;
    int line;      /* from 1, of the text that is read */
    bool is_first; /* of its line */
};

struct lexer {
    char *text; /* with lines joined */
    int *lines; /* of each byte of it */
    size_t length, at;
    bool is_new_line;
};

/* Takes a copy of the text. False when there is no memory. */
bool lexer_open(struct lexer *lexer, const char *text, size_t length);
void lexer_close(struct lexer *lexer);

/* TOKEN_END at the end, as often as it is asked. */
struct token lexer_next(struct lexer *lexer);

bool token_is(const struct token *token, const char *text);

#endif
