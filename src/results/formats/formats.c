#include "results/formats/formats.h"

#include <string.h>

static const struct {
    const char *name;
    format_function *print;
} formats[] = {
    {"text", format_text},       {"html", format_html},   {"gradescope", format_gradescope},
    {"autolab", format_autolab}, {"junit", format_junit}, {"tap", format_tap},
};

format_function *format_of(const char *name)
{
    for (size_t index = 0; index < sizeof formats / sizeof *formats; index++)
        if (strcmp(formats[index].name, name) == 0)
            return formats[index].print;
    return NULL;
}

void format_text(const struct result *result, FILE *out)
{
    if (result->whose != NULL)
        fprintf(out, "%s\n\n", result->whose);
    fputs(result->head, out);
    for (size_t index = 0; index < result->check_count; index++)
        fputs(result->checks[index].text, out);
    fputs(result->tail, out);
}

bool format_is_unmade(const struct result *result)
{
    return result->is_graded && result->check_count == 0;
}

void format_session(const char *session, FILE *out)
{
    int lab, end;
    while (*session != '\0') {
        size_t length = strcspn(session, "\n");
        length += session[length] == '\n';
        if (sscanf(session, "lab %d%n", &lab, &end) == 1 && session[end] == ' ')
            fprintf(out, "lab %d\n", lab);
        else
            fwrite(session, 1, length, out);
        session += length;
    }
}
