#include "program/missing.h"

#include <dlfcn.h>
#include <stddef.h>

#include "program/image.h"
#include "program/lines.h"
#include "program/text.h"

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
        return text_format("%s %s", missing.name, sentence);
    char *text = lines_place(lines, missing.used_at, &place)
                     ? text_format("%s:%d: %s %s", place.file, place.line, missing.name, sentence)
                     : text_format("%s %s", missing.name, sentence);
    lines_close(lines);
    return text;
}
