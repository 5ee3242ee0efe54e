#include "grade/hygiene/lexer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- Joining lines --------------------------------------------------------------------------- */

/* The bytes of a join that begins here: a backslash, blanks, a newline. 0: there is none. */
static size_t join_length(const char *text, size_t length)
{
    size_t at = 1;
    if (length == 0 || text[0] != '\\')
        return 0;
    while (at < length && text[at] != '\n' && isspace((unsigned char)text[at]))
        at++;
    return at < length && text[at] == '\n' ? at + 1 : 0;
}

bool lexer_open(struct lexer *lexer, const char *text, size_t length)
{
    int line = 1;
    *lexer = (struct lexer){.text = malloc(length + 1), .is_new_line = true};
    lexer->lines = malloc((length + 1) * sizeof *lexer->lines);
    if (lexer->text == NULL || lexer->lines == NULL) {
        lexer_close(lexer);
        return false;
    }
    bool has_mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0;
    for (size_t at = has_mark ? 3 : 0; at < length;) {
        size_t join = join_length(text + at, length - at);
        if (join == 0) {
            lexer->lines[lexer->length] = line;
            lexer->text[lexer->length++] = text[at];
            join = 1;
            line += text[at] == '\n';
        } else {
            line++;
        }
        at += join;
    }
    lexer->text[lexer->length] = '\0';
    lexer->lines[lexer->length] = line;
    return true;
}

void lexer_close(struct lexer *lexer)
{
    free(lexer->text);
    free(lexer->lines);
    *lexer = (struct lexer){.text = NULL};
}

/* ---- Tokens ---------------------------------------------------------------------------------- */

static bool is_at(const struct lexer *lexer, const char *text)
{
    return strncmp(lexer->text + lexer->at, text, strlen(text)) == 0;
}

static void skip_block_comment(struct lexer *lexer)
{
    lexer->at += 2;
    while (lexer->at < lexer->length && !is_at(lexer, "*/"))
        lexer->at++;
    lexer->at += lexer->at < lexer->length ? 2 : 0;
}

static void skip_blanks(struct lexer *lexer)
{
    while (lexer->at < lexer->length) {
        char byte = lexer->text[lexer->at];
        if (is_at(lexer, "/*")) {
            skip_block_comment(lexer);
        } else if (is_at(lexer, "//")) {
            lexer->at += strcspn(lexer->text + lexer->at, "\n");
        } else if (isspace((unsigned char)byte)) {
            lexer->is_new_line |= byte == '\n';
            lexer->at++;
        } else {
            return;
        }
    }
}

static bool is_of_name(char byte)
{
    return isalnum((unsigned char)byte) || byte == '_' || byte == '$' || (unsigned char)byte >= 128;
}

static size_t name_length(const char *text)
{
    size_t length = 0;
    while (is_of_name(text[length]))
        length++;
    return length;
}

/* 1e+5 and 0x1p-3 are one number. */
static size_t number_length(const char *text)
{
    size_t length = 1;
    while (is_of_name(text[length]) || text[length] == '.' ||
           ((text[length] == '+' || text[length] == '-') && strchr("eEpP", text[length - 1])))
        length++;
    return length;
}

/* Up to the closing quote, or the end of the line. */
static size_t quoted_length(const char *text)
{
    size_t length = 1;
    while (text[length] != '\0' && text[length] != '\n' && text[length] != text[0])
        length +=
            text[length] == '\\' && text[length + 1] != '\n' && text[length + 1] != '\0' ? 2 : 1;
    return length + (text[length] == text[0]);
}

static size_t mark_length(const char *text)
{
    static const char *const digraphs[] = {"<:", ":>", "%:"};
    for (size_t index = 0; index < sizeof digraphs / sizeof *digraphs; index++)
        if (strncmp(text, digraphs[index], 2) == 0)
            return 2;
    return 1;
}

struct token lexer_next(struct lexer *lexer)
{
    skip_blanks(lexer);
    const char *text = lexer->text + lexer->at;
    struct token token = {.kind = TOKEN_END,
                          .text = text,
                          .line = lexer->lines[lexer->at],
                          .is_first = lexer->is_new_line};
    if (lexer->at >= lexer->length)
        return token;
    if (isdigit((unsigned char)text[0]) || (text[0] == '.' && isdigit((unsigned char)text[1]))) {
        token.kind = TOKEN_NUMBER;
        token.length = number_length(text);
    } else if (is_of_name(text[0])) {
        token.kind = TOKEN_NAME;
        token.length = name_length(text);
    } else if (text[0] == '"' || text[0] == '\'') {
        token.kind = text[0] == '"' ? TOKEN_STRING : TOKEN_CHARACTER;
        token.length = quoted_length(text);
    } else {
        token.kind = TOKEN_MARK;
        token.length = mark_length(text);
    }
    lexer->at += token.length;
    lexer->is_new_line = false;
    return token;
}

bool token_is(const struct token *token, const char *text)
{
    return token->length == strlen(text) && strncmp(token->text, text, token->length) == 0;
}
