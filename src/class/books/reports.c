#include "class/books/reports.h"

#include "class/must.h"
#include "class/store.h"
#include "results/conceal.h"
#include "results/formats/formats.h"

#include <stdio.h>
#include <stdlib.h>

static const char instructor[] = "instructor", students[] = "reports";

static bool make_folder(const struct bench *bench, const char *name)
{
    char *path = must_format("%s/%s", bench->out, name);
    bool is_there = store_make_folder(path);
    free(path);
    return is_there;
}

bool reports_begin(const struct bench *bench)
{
    return make_folder(bench, instructor) && make_folder(bench, students);
}

/* Whose it is and what was taken for what come first, then the report itself. */
static void complete(const struct unit *unit, struct result *result)
{
    const struct student *student = unit->student;
    bool has_both = student->name[0] != '\0' && student->doubt == NULL;
    char *whose = must_format(has_both ? "%s (%s)" : "%.0s%s", student->name, student->id);
    result_set(result, &result->whose, whose);
    if (unit->notes != NULL)
        result_join(result, &result->head, "\n", "");
    result_join(result, &result->head, unit->notes == NULL ? "" : unit->notes, "");
    free(whose);
}

static bool write_as(const struct unit *unit, const struct bench *bench,
                     const struct result *result, const char *folder, const char *name,
                     const char *ending)
{
    char *text = NULL;
    size_t size = 0;
    format_function *format = format_of(name);
    FILE *out = open_memstream(&text, &size);
    if (format == NULL || out == NULL)
        must_give_up("no memory left, or no format %s, for a report", name);
    format(result, out);
    char *path = must_format("%s/%s/%s%s", bench->out, folder, unit->student->key, ending);
    bool is_written = fclose(out) == 0 && store_write(path, text, size);
    free(path);
    free(text);
    return is_written;
}

static bool write_both(const struct unit *unit, const struct bench *bench,
                       const struct result *result, const char *folder)
{
    return write_as(unit, bench, result, folder, "text", ".txt") &&
           write_as(unit, bench, result, folder, "html", ".html");
}

bool reports_write(const struct unit *unit, const struct bench *bench, struct result *result)
{
    complete(unit, result);
    bool is_written = write_both(unit, bench, result, instructor);
    result_conceal(result);
    return is_written && write_both(unit, bench, result, students);
}
