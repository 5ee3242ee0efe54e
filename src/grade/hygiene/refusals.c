#include "grade/hygiene/refusals.h"

#include "program/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void refuse(struct refusals *refusals, const char *file, int line, const char *format, ...)
{
    char text[REFUSAL_BYTES];
    va_list arguments;
    const char *slash = strrchr(file, '/');
    const char *name = slash == NULL ? file : slash + 1;
    int used = line == 0 ? snprintf(text, sizeof text, "%.80s: ", name)
                         : snprintf(text, sizeof text, "%.80s:%d: ", name, line);
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
    va_end(arguments);
    for (size_t index = 0; index < refusals->count && index < REFUSALS_TOLD; index++)
        if (strcmp(refusals->told[index], text) == 0)
            return;
    if (refusals->count < REFUSALS_TOLD)
        memcpy(refusals->told[refusals->count], text, sizeof text);
    refusals->count++;
}

char *refusals_text(const struct refusals *refusals)
{
    struct text_stream text;
    if (!text_stream_open(&text))
        return NULL;
    for (size_t index = 0; index < refusals->count && index < REFUSALS_TOLD; index++)
        fprintf(text.out, "%s\n", refusals->told[index]);
    if (refusals->count > REFUSALS_TOLD)
        fprintf(text.out, "and %zu more\n", refusals->count - REFUSALS_TOLD);
    return text_stream_close(&text);
}
