#include "repl/words/quoting.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* ---- Reading --------------------------------------------------------------------------------- */

/* How many characters of a quote begin here: 1, 2 for $', or 0. */
static int quote_length(const char *at)
{
    return *at == '"' || *at == '\'' ? 1 : at[0] == '$' && at[1] == '\'' ? 2 : 0;
}

/* What stands behind a backslash, which *from is moved behind. */
static char take_escape(char **from)
{
    char letter = **from;
    if (letter == '\0')
        return '\\';
    (*from)++;
    if (letter == 'x' && isxdigit((unsigned char)(*from)[0]) &&
        isxdigit((unsigned char)(*from)[1])) {
        char digits[3] = {(*from)[0], (*from)[1], '\0'};
        *from += 2;
        return (char)strtol(digits, NULL, 16);
    }
    return letter == 'n' ? '\n' : letter;
}

/* Copies up to the quote's end, and moves *from behind it; false when there is none. */
static bool take_quoted(char **from, char **to, char end, bool has_escapes)
{
    while (**from != '\0' && **from != end) {
        char letter = *(*from)++;
        *(*to)++ = letter == '\\' && has_escapes ? take_escape(from) : letter;
    }
    bool is_closed = **from != '\0';
    *from += is_closed;
    return is_closed;
}

char quoting_take(char **from, char **to)
{
    while (**from != '\0' && strchr(QUOTING_BLANKS, **from) == NULL) {
        int length = quote_length(*from);
        char end = length > 0 ? (*from)[length - 1] : '\0';
        *from += length;
        if (end == '\0')
            *(*to)++ = *(*from)++;
        else if (!take_quoted(from, to, end, length == 2))
            return end;
    }
    return 0;
}

char *quoting_end(char *at)
{
    int length = quote_length(at);
    if (length == 0)
        return NULL;
    char end = at[length - 1];
    for (at += length; *at != '\0' && *at != end; at++)
        at += length == 2 && at[0] == '\\' && at[1] != '\0';
    return *at == '\0' ? NULL : at;
}

/* ---- Writing --------------------------------------------------------------------------------- */

static bool has_controls(const char *word)
{
    for (; *word != '\0'; word++)
        if (iscntrl((unsigned char)*word) && *word != '\t')
            return true;
    return false;
}

static void write_escaped(FILE *file, const char *word)
{
    fputs("$'", file);
    for (; *word != '\0'; word++)
        if (*word == '\n')
            fputs("\\n", file);
        else if (iscntrl((unsigned char)*word))
            fprintf(file, "\\x%02x", (unsigned)(unsigned char)*word);
        else
            fprintf(file, "%s%c", *word == '\\' || *word == '\'' ? "\\" : "", *word);
    fputc('\'', file);
}

/* A word may be put together of several quotes. */
static void write_quoted(FILE *file, const char *word)
{
    do {
        char quote = word[0] == '"' ? '\'' : '"';
        size_t length = word[0] == '"' ? strspn(word, "\"") : strcspn(word, "\"");
        fprintf(file, "%c%.*s%c", quote, (int)length, word, quote);
        word += length;
    } while (word[0] != '\0');
}

void quoting_write(FILE *file, const char *word)
{
    bool is_plain = word[0] != '\0' && word[0] != '#' && strstr(word, "$'") == NULL &&
                    strpbrk(word, QUOTING_BLANKS "\"'") == NULL;
    if (has_controls(word))
        write_escaped(file, word);
    else if (is_plain)
        fputs(word, file);
    else
        write_quoted(file, word);
}
