#include "grade/phrase.h"

#include "posix/heap.h"

#include <stdarg.h>
#include <stdio.h>

void phrase_add(struct phrase *phrase, const char *format, ...)
{
    size_t room = sizeof phrase->bytes - phrase->used;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(phrase->bytes + phrase->used, room, format, arguments);
    va_end(arguments);
    if (length > 0)
        phrase->used += (size_t)length < room ? (size_t)length : room - 1;
}

void phrase_add_number(struct phrase *phrase, int number)
{
    if ((unsigned)number == 0x01010101u * HEAP_FILLER)
        phrase_add(phrase, "unwritten");
    else
        phrase_add(phrase, "%d", number);
}

void phrase_quote(struct phrase *phrase, const char *bytes, size_t size)
{
    phrase_add(phrase, "\"");
    for (size_t index = 0; index < size; index++)
        phrase_add(phrase, "%c", bytes[index] >= ' ' && bytes[index] <= '~' ? bytes[index] : '?');
    phrase_add(phrase, "\"");
}
