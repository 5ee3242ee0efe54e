#include "grade/lacking.h"

#include <stdio.h>
#include <stdlib.h>

#include "program/image.h"

char *lacking_describe(const struct image *image, char *const *functions)
{
    char *text = NULL;
    size_t size, count = 0;
    struct symbol symbol;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL)
        return NULL;
    for (; functions != NULL && *functions != NULL; functions++)
        if (!image_symbol(image, *functions, &symbol))
            fprintf(out, count++ == 0 ? "your file does not define %s" : ", %s", *functions);
    fclose(out);
    if (count > 0)
        return text;
    free(text);
    return NULL;
}
