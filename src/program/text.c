#include "program/text.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

char *text_format(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    return length < 0 ? NULL : text;
}
