#include "grade/phrase.h"

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
