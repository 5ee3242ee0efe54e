#include "results/formats/formats.h"

#include "results/formats/markup.h"

/* A test that has not passed: `element` is failure, or error. */
static void print_trouble(const char *element, const char *type, const char *message,
                          const char *text, FILE *out)
{
    fprintf(out, "      <%s type=\"", element);
    markup_text(type, out);
    fprintf(out, "\" message=\"");
    markup_text(message, out);
    fprintf(out, "\">");
    markup_text(text, out);
    fprintf(out, "</%s>\n", element);
}

static void print_test(const struct result *result, const struct result_check *check, FILE *out)
{
    char message[64];
    snprintf(message, sizeof message, "%d of %d points", check->points, check->most);
    fprintf(out, "    <testcase classname=\"lab%d\" name=\"", result->lab);
    markup_print(out, "%d %s", check->number, check->name);
    fprintf(out, "\">\n");
    if (!check->is_passed)
        print_trouble("failure", check->kind, message, check->text, out);
    fprintf(out, "    </testcase>\n");
}

/* The one test of a grading that came to no checks, or is worth nothing. */
static void print_single(const struct result *result, FILE *out)
{
    fprintf(out, "    <testcase classname=\"lab%d\" name=\"%s\">\n", result->lab,
            result->is_graded ? FORMAT_UNMADE : "grading");
    if (result->is_graded)
        print_trouble("failure", "no program", "the files make no program", result->tail, out);
    else
        print_trouble("error", "UNGRADED", result->reason, result->tail, out);
    fprintf(out, "    </testcase>\n");
}

static void print_tests(const struct result *result, FILE *out)
{
    if (!result->is_graded || format_is_unmade(result)) {
        print_single(result, out);
        return;
    }
    for (size_t index = 0; index < result->check_count; index++)
        print_test(result, &result->checks[index], out);
}

static size_t count_failures(const struct result *result)
{
    size_t failures = format_is_unmade(result);
    for (size_t index = 0; result->is_graded && index < result->check_count; index++)
        failures += !result->checks[index].is_passed;
    return failures;
}

/* The score is a property, for which there is no place of its own. */
static void print_properties(const struct result *result, FILE *out)
{
    if (!result->is_graded)
        return;
    fprintf(out,
            "    <properties>\n      <property name=\"score\" value=\"%d\"/>\n"
            "      <property name=\"most\" value=\"%d\"/>\n    </properties>\n",
            result->score, RESULT_FULL);
}

void format_junit(const struct result *result, FILE *out)
{
    bool has_checks = result->is_graded && !format_is_unmade(result);
    fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"");
    markup_print(out, "lab %d %s", result->lab, result->title);
    fprintf(out, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"0\">\n",
            has_checks ? result->check_count : 1, count_failures(result), !result->is_graded);
    print_properties(result, out);
    print_tests(result, out);
    fprintf(out, "    <system-out>");
    markup_text(result->head, out);
    markup_text(result->tail, out);
    fprintf(out, "</system-out>\n  </testsuite>\n</testsuites>\n");
}
