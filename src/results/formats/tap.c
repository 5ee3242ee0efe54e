#include "results/formats/formats.h"

#include "program/text.h"

#include <jansson.h>
#include <stdlib.h>

/* In the description of a test, what else begins a directive. */
static void print_description(const char *text, FILE *out)
{
    for (; *text != '\0'; text++)
        fprintf(out, *text == '#' || *text == '\\' ? "\\%c" : "%c", *text);
}

/* A string in double quotes, which YAML reads as JSON does. It stays on one line: Perl's harness knows no
 * longer ones, and takes an item of a list that has a colon for a mapping. */
static void print_quoted(const char *key, const char *text, FILE *out)
{
    json_t *string = json_string(text);
    fprintf(out, "  %s: ", key);
    if (string != NULL)
        json_dumpf(string, out, JSON_ENCODE_ANY);
    fputc('\n', out);
    json_decref(string);
}

static void print_diagnostics(const char *message, const char *text, FILE *out)
{
    fprintf(out, "  ---\n");
    print_quoted("message", message, out);
    fprintf(out, "  severity: fail\n");
    print_quoted("report", text, out);
    fprintf(out, "  ...\n");
}

static void print_test(const struct result_check *check, FILE *out)
{
    fprintf(out, "%sok %d - ", check->is_passed ? "" : "not ", check->number);
    print_description(check->name, out);
    fputc('\n', out);
    if (check->is_passed)
        return;
    char *message = text_format("%d of %d points [%s]", check->points, check->most, check->kind);
    if (message != NULL)
        print_diagnostics(message, check->text, out);
    free(message);
}

void format_tap(const struct result *result, FILE *out)
{
    fprintf(out, "TAP version 13\n");
    if (!result->is_graded) {
        fprintf(out, "Bail out! UNGRADED: %s\n", result->reason);
        return;
    }
    fprintf(out, "1..%zu\n", format_is_unmade(result) ? 1 : result->check_count);
    for (size_t index = 0; index < result->check_count; index++)
        print_test(&result->checks[index], out);
    if (format_is_unmade(result)) {
        fprintf(out, "not ok 1 - " FORMAT_UNMADE "\n");
        print_diagnostics("the files make no program", result->tail, out);
    }
    fprintf(out, "# lab%d: %d/%d\n", result->lab, result->score, RESULT_FULL);
}
