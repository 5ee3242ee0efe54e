#include "results/formats/formats.h"

#include "program/text.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What was printed; closes it. */
static json_t *make_string(struct text_stream *text)
{
    char *bytes = text_stream_close(text);
    json_t *string = json_string(bytes);
    free(bytes);
    return string;
}

/* What failed, and the session below it: there is no other way for it to the student. */
static json_t *make_output(const struct result *result, const struct result_check *check)
{
    struct text_stream text;
    if (!text_stream_open(&text))
        return NULL;
    fputs(check->text, text.out);
    if (check->session != NULL) {
        fprintf(text.out, "\n%s, to be saved beside memrepl under this name:\n\n", check->session);
        format_session(result_session(result, check->session), text.out);
    }
    return make_string(&text);
}

static json_t *make_test(const struct result *result, const struct result_check *check)
{
    json_t *test = json_pack("{s:s, s:o, s:i, s:i, s:s, s:s}", "name", check->name, "number",
                             json_sprintf("%d", check->number), "score", check->points, "max_score",
                             check->most, "status", check->is_passed ? "passed" : "failed",
                             "visibility", check->is_hidden ? "after_due_date" : "visible");
    if (!check->is_passed) {
        json_object_set_new(test, "output", make_output(result, check));
        json_object_set_new(test, "output_format", json_string("text"));
    }
    return test;
}

static json_t *make_tests(const struct result *result)
{
    json_t *tests = json_array();
    for (size_t index = 0; index < result->check_count; index++)
        json_array_append_new(tests, make_test(result, &result->checks[index]));
    return tests;
}

/* All but the checks, and but the total in the last line. */
static json_t *make_rest(const struct result *result)
{
    size_t length = strlen(result->tail);
    while (length > 0 && result->tail[length - 1] == '\n')
        length--;
    while (result->check_count > 0 && length > 0 && result->tail[length - 1] != '\n')
        length--;
    return json_sprintf("%s%.*s", result->head, (int)length, result->tail);
}

void format_gradescope(const struct result *result, FILE *out)
{
    json_t *whole = json_object();
    if (result->is_graded)
        json_object_set_new(whole, "score", json_integer(result->score));
    json_object_set_new(whole, "output", make_rest(result));
    json_object_set_new(whole, "output_format", json_string("text"));
    json_object_set_new(whole, "visibility", json_string("visible"));
    json_object_set_new(whole, "stdout_visibility", json_string("hidden"));
    if (result->is_graded)
        json_object_set_new(whole, "tests", make_tests(result));
    json_dumpf(whole, out, JSON_INDENT(1));
    fputc('\n', out);
    json_decref(whole);
}
