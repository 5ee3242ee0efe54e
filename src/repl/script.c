#include "repl/script.h"

#include "program/host/plain.h"
#include "program/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { LOOK_BYTES = 4096 }; /* in which a file that is no session betrays itself */

struct script {
    const char *name; /* the caller's; "stdin" for "-" */
    FILE *file;
    dev_t device;
    ino_t inode;
    int line;
    struct script *outer;
    char text[SCRIPT_LINE_MOST + 1];
};

/* Text has blanks, tabs and line ends among its first 32 characters, and nothing else. */
static bool is_text(int c)
{
    return c >= ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Looks at the beginning, so that no line of a binary file is ever done. Only what can be
 * rewound. */
static bool begins_as_text(FILE *file)
{
    int c;
    for (int i = 0; i < LOOK_BYTES && (c = getc(file)) != EOF; i++)
        if (!is_text(c))
            return false;
    rewind(file);
    return true;
}

static bool is_nested(const struct script *script)
{
    for (const struct script *outer = script->outer; outer != NULL; outer = outer->outer)
        if (outer->device == script->device && outer->inode == script->inode)
            return true;
    return false;
}

static char *find_fault(struct script *script)
{
    struct stat status;
    if (fstat(fileno(script->file), &status) != 0)
        return text_format("%s: %s", script->name, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return text_format("%s is a directory, not a session", script->name);
    script->device = status.st_dev;
    script->inode = status.st_ino;
    if (is_nested(script))
        return text_format("%s would source itself", script->name);
    if (S_ISREG(status.st_mode) && script->file != stdin && !begins_as_text(script->file))
        return text_format("%s is not a text file", script->name);
    return NULL;
}

struct script *script_open(const char *path, struct script *outer, char **error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct script *script = calloc(1, sizeof *script);
    if (script == NULL) {
        *error = text_format("no memory left to read %s", path);
        return NULL;
    }
    if (plain_is_named_pipe(path)) {
        *error = text_format("%s is " PLAIN_PIPE, path);
        free(script);
        return NULL;
    }
    script->name = is_stdin ? "stdin" : path;
    script->outer = outer;
    script->file = is_stdin ? stdin : fopen(path, "re");
    *error =
        script->file == NULL ? text_format("%s: %s", path, strerror(errno)) : find_fault(script);
    if (script->file != NULL && *error == NULL)
        return script;
    script_close(script);
    return NULL;
}

void script_close(struct script *script)
{
    if (script == NULL)
        return;
    if (script->file != NULL && script->file != stdin)
        fclose(script->file);
    free(script);
}

/* Fills script->text; returns its length, or -1 with *error. */
static int take_line(struct script *script, char **error)
{
    int c, length = 0;
    while ((c = getc(script->file)) != EOF && c != '\n') {
        if (!is_text(c)) {
            *error = text_format("%s is not a text file", script->name);
            return -1;
        }
        if (length == SCRIPT_LINE_MOST) {
            *error = text_format("the line is longer than %d bytes", SCRIPT_LINE_MOST);
            return -1;
        }
        script->text[length++] = (char)c;
    }
    if (ferror(script->file))
        *error = text_format("%s: %s", script->name, strerror(errno));
    if (length > 0 && script->text[length - 1] == '\r')
        length--;
    script->text[length] = '\0';
    return *error != NULL || (c == EOF && length == 0) ? -1 : length;
}

const char *script_next(struct script *script, char **error)
{
    *error = NULL;
    script->line++;
    if (take_line(script, error) < 0)
        return NULL;
    size_t mark = strlen(BYTE_ORDER_MARK);
    if (script->line == 1 && strncmp(script->text, BYTE_ORDER_MARK, mark) == 0)
        return script->text + mark;
    return script->text;
}

const char *script_name(const struct script *script)
{
    return script->name;
}

int script_line(const struct script *script)
{
    return script->line;
}
