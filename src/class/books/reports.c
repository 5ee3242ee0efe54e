#include "class/books/reports.h"

#include "class/store.h"
#include "class/must.h"
#include "results/formats/formats.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* What was taken for what comes first, then the report itself. */
static void print(const struct unit *unit, const struct result *result, format_function *format,
                  bool has_notes, FILE *out)
{
    if (has_notes && unit->notes != NULL)
        fprintf(out, "%s\n", unit->notes);
    format(result, out);
}

static bool write_as(const struct unit *unit, const struct bench *bench,
                     const struct result *result, const char *name, const char *ending)
{
    char *text = NULL;
    size_t size = 0;
    format_function *format = format_of(name);
    FILE *out = open_memstream(&text, &size);
    if (format == NULL || out == NULL)
        must_give_up("no memory left, or no format %s, for a report", name);
    print(unit, result, format, format == format_of("text"), out);
    char *path = must_format("%s/reports/%s%s", bench->out, unit->student->key, ending);
    bool is_written = fclose(out) == 0 && store_write(path, text, size);
    int error = errno;
    free(path);
    free(text);
    errno = error;
    return is_written;
}

bool reports_write(const struct unit *unit, const struct bench *bench, const struct result *result)
{
    return write_as(unit, bench, result, "text", ".txt") &&
           write_as(unit, bench, result, "html", ".html");
}
