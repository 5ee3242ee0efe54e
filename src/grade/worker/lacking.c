#include "grade/worker/lacking.h"

#include <stdlib.h>

#include "program/image/image.h"
#include "program/text.h"

char *lacking_describe(const struct image *image, char *const *functions)
{
    size_t count = 0;
    struct symbol symbol;
    struct text_stream sentence;
    if (!text_stream_open(&sentence))
        return NULL;
    for (; functions != NULL && *functions != NULL; functions++)
        if (!image_symbol(image, *functions, &symbol))
            fprintf(sentence.out, count++ == 0 ? "your file does not define %s" : ", %s",
                    *functions);
    char *text = text_stream_close(&sentence);
    if (count > 0)
        return text;
    free(text);
    return NULL;
}
