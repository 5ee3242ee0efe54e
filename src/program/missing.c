#include "program/missing.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>

#include "program/image.h"
#include "program/lines.h"

/* A heap string like asprintf's, or NULL. */
__attribute__((format(printf, 1, 2))) static char *message(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    return text;
}

static bool is_offered(const char *name)
{
    return dlsym(RTLD_DEFAULT, name) != NULL;
}

/* What is wrong with a name that neither the subject nor the kit defines. */
static const char *missing_sentence(const char *name)
{
    return dlsym(RTLD_DEFAULT, name) != NULL ? "is not supported here: leave it out or replace it"
                                             : "is used, but no file of the program defines it";
}

char *missing_describe(const struct image *image)
{
    struct missing missing = {.name = NULL};
    struct lines *lines;
    struct place place;
    if (image_missing(image, is_offered, &missing, 1) == 0)
        return NULL;
    const char *sentence = missing_sentence(missing.name);
    if (lines_open(image, &lines) != IMAGE_OK)
        return message("%s %s", missing.name, sentence);
    char *text = lines_place(lines, missing.used_at, &place)
                     ? message("%s:%d: %s %s", place.file, place.line, missing.name, sentence)
                     : message("%s %s", missing.name, sentence);
    lines_close(lines);
    return text;
}
