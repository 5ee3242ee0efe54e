#include "grade/phrase.h"

#include "posix/heap.h"
#include "program/text.h"

#include <stdarg.h>

void phrase_add(struct phrase *phrase, const char *format, ...)
{
    struct text text = {.bytes = phrase->bytes, .size = PHRASE_BYTES, .used = phrase->used};
    va_list arguments;
    va_start(arguments, format);
    text_add_list(&text, format, arguments);
    va_end(arguments);
    phrase->used = text.used;
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
