#include "class/must.h"

#include "program/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_ERROR = 2 };

void must_give_up(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("memrepl: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(STATUS_ERROR);
}

static void *there(void *memory)
{
    if (memory == NULL)
        must_give_up("no memory left; run it again to go on from here");
    return memory;
}

/* Lists double: there is room up to the next power of two. */
void *must_grow(void *list, size_t count, size_t size)
{
    bool is_full = (count & (count - 1)) == 0;
    if (!is_full)
        return list;
    return there(reallocarray(list, count == 0 ? 1 : 2 * count, size));
}

char *must_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = there(text_format_list(format, arguments));
    va_end(arguments);
    return text;
}

char *must_text(const char *text)
{
    return must_copy(text, strlen(text));
}

char *must_room(size_t size)
{
    char *room = there(malloc(size + 1));
    room[0] = '\0';
    return room;
}

char *must_copy(const char *bytes, size_t size)
{
    char *copy = must_room(size);
    memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

void must_add_line(char **text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *line = there(text_format_list(format, arguments));
    va_end(arguments);
    char *whole = must_format("%s%s\n", *text == NULL ? "" : *text, line);
    free(line);
    free(*text);
    *text = whole;
}
