#include "grade/hygiene/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_BYTES = 4096 };

bool reading_open(struct reading *reading, const char *path, const char *student,
                  char *const *folders)
{
    char *text = NULL;
    size_t room = 0;
    FILE *file = fopen(path, "r");
    *reading = (struct reading){.student = student, .folders = folders, .origin = ORIGIN_SYSTEM};
    if (file == NULL)
        return false;
    ssize_t length = getdelim(&text, &room, '\0', file);
    bool is_read = length > 0 && getc(file) == EOF && !ferror(file) &&
                   lexer_open(&reading->lexer, text, (size_t)length);
    free(text);
    fclose(file);
    return is_read;
}

void reading_close(struct reading *reading)
{
    lexer_close(&reading->lexer);
}

void reading_rewind(struct reading *reading)
{
    reading->lexer.at = 0;
    reading->lexer.is_new_line = true;
    reading->origin = ORIGIN_SYSTEM;
}

/* The path in a string of the preprocessor's, in which \" and \\ and \303 stand for one byte. */
static void unquote(const struct token *token, char *path)
{
    size_t used = 0;
    for (size_t at = 1; at + 1 < token->length && used + 1 < PATH_BYTES; at++) {
        char byte = token->text[at];
        if (byte == '\\' && token->text[at + 1] >= '0' && token->text[at + 1] <= '7') {
            byte = (char)strtol(
                (char[]){token->text[at + 1], token->text[at + 2], token->text[at + 3], '\0'}, NULL,
                8);
            at += 3;
        } else if (byte == '\\') {
            byte = token->text[++at];
        }
        path[used++] = byte;
    }
    path[used] = '\0';
}

static enum origin origin_of(const struct reading *reading, const char *path)
{
    if (strcmp(path, reading->student) == 0)
        return ORIGIN_STUDENT;
    for (char *const *folder = reading->folders; *folder != NULL; folder++) {
        size_t length = strlen(*folder);
        if (strncmp(path, *folder, length) == 0 && path[length] == '/')
            return ORIGIN_LAB;
    }
    const char *slash = strrchr(reading->student, '/');
    size_t beside = slash == NULL ? 0 : (size_t)(slash + 1 - reading->student);
    if (beside > 0 && strncmp(path, reading->student, beside) == 0 &&
        strchr(path + beside, '/') == NULL)
        return ORIGIN_LAB; /* a copy of a header, by read.h */
    return ORIGIN_SYSTEM;
}

/* # 12 "queue.c" 3 4 */
static void take_marker(struct reading *reading, const struct token *number)
{
    char path[PATH_BYTES];
    struct token name = lexer_next(&reading->lexer);
    unquote(&name, path);
    reading->origin = origin_of(reading, path);
    reading->ahead = (int)strtol(number->text, NULL, 10) - number->line - 1;
    while (reading->lexer.at < reading->lexer.length &&
           reading->lexer.text[reading->lexer.at] != '\n')
        reading->lexer.at++;
}

struct token reading_next(struct reading *reading)
{
    for (;;) {
        struct token token = lexer_next(&reading->lexer);
        if (!token.is_first || !token_is(&token, "#")) {
            token.line += reading->ahead;
            return token;
        }
        struct lexer before = reading->lexer;
        struct token number = lexer_next(&reading->lexer);
        if (number.kind != TOKEN_NUMBER) {
            reading->lexer = before;
            token.line += reading->ahead;
            return token;
        }
        take_marker(reading, &number);
    }
}

int reading_find(struct reading *reading, enum origin origin, const char *name)
{
    int line = 0;
    struct token token;
    reading_rewind(reading);
    while (line == 0 && (token = reading_next(reading)).kind != TOKEN_END)
        if (token.kind == TOKEN_NAME && reading->origin == origin && token_is(&token, name))
            line = token.line;
    reading_rewind(reading);
    return line;
}
