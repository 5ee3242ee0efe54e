#include "results/formats/formats.h"

#include <string.h>

/* The report, byte for byte. */
static void print_text(const struct result *result, FILE *out)
{
    fputs(result->head, out);
    for (size_t index = 0; index < result->check_count; index++)
        fputs(result->checks[index].text, out);
    fputs(result->tail, out);
}

static const struct {
    const char *name;
    format_function *print;
} formats[] = {
    {"text", print_text},
};

format_function *format_of(const char *name)
{
    for (size_t index = 0; index < sizeof formats / sizeof *formats; index++)
        if (strcmp(formats[index].name, name) == 0)
            return formats[index].print;
    return NULL;
}
