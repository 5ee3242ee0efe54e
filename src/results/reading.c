#include "results/reading.h"

#include "program/host/mishaps.h"
#include "program/host/plain.h"
#include "program/text.h"
#include "results/clean.h"
#include "results/writing.h"

#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE_BYTES = 64, LABS_MOST = 99, POINTS_MOST = 1000 };

/* One object of the file, and where it stands in it: "", "checks[2]." */
struct reader {
    const char *name;
    char **error;
    struct result *result;
    json_t *object;
    char place[PLACE_BYTES];
};

__attribute__((format(printf, 2, 3))) static bool refuse(const struct reader *reader,
                                                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *sentence = text_format_list(format, arguments);
    va_end(arguments);
    *reader->error =
        sentence == NULL ? NULL : text_format("%s: %s%s", reader->name, reader->place, sentence);
    free(sentence);
    return false;
}

/* ---- Values ---------------------------------------------------------------------------------- */

static bool take_string(const struct reader *reader, const char *key, char **string)
{
    const char *text = json_string_value(json_object_get(reader->object, key));
    if (text == NULL)
        return refuse(reader, "%s: expected a string", key);
    if (!clean_is(text))
        return refuse(reader, "%s: has a character that no report has", key);
    result_set(reader->result, string, text);
    return !reader->result->is_lacking || refuse(reader, "no memory left");
}

/* One without a newline or tab. */
static bool take_line(const struct reader *reader, const char *key, char **string)
{
    return take_string(reader, key, string) &&
           (strpbrk(*string, "\n\t") == NULL || refuse(reader, "%s: expected one line", key));
}

static bool take_number(const struct reader *reader, const char *key, json_int_t least,
                        json_int_t most, json_int_t *number)
{
    const json_t *value = json_object_get(reader->object, key);
    *number = json_integer_value(value);
    if (json_is_integer(value) && *number >= least && *number <= most)
        return true;
    return refuse(reader, "%s: expected a whole number from %lld to %lld", key, (long long)least,
                  (long long)most);
}

static bool take_flag(const struct reader *reader, const char *key, bool *flag)
{
    const json_t *value = json_object_get(reader->object, key);
    *flag = json_is_true(value);
    return json_is_boolean(value) || refuse(reader, "%s: expected true or false", key);
}

/* `keys` end with NULL. */
static bool has_only(const struct reader *reader, const char *const *keys)
{
    const char *key;
    json_t *value;
    json_object_foreach(reader->object, key, value)
    {
        const char *const *known = keys;
        while (*known != NULL && strcmp(*known, key) != 0)
            known++;
        if (*known == NULL)
            return refuse(reader, "%.40s: no result has this", clean_is(key) ? key : "?");
    }
    return true;
}

/* ---- Checks and sessions --------------------------------------------------------------------- */

static bool take_session_name(const struct reader *reader, struct result_check *check)
{
    if (json_object_get(reader->object, "session") == NULL)
        return true;
    struct result_name expected = result_session_name(reader->result->lab, check->number);
    if (!take_string(reader, "session", &check->session))
        return false;
    if (strcmp(check->session, expected.text) != 0)
        return refuse(reader, "session: expected \"%s\"", expected.text);
    return true;
}

static bool take_check_points(const struct reader *reader, struct result_check *check)
{
    json_int_t most, points;
    if (!take_number(reader, "most", 1, POINTS_MOST, &most) ||
        !take_flag(reader, "passed", &check->is_passed) ||
        !take_number(reader, "points", check->is_passed ? most : 0, check->is_passed ? most : 0,
                     &points))
        return false;
    check->most = (int)most;
    check->points = (int)points;
    return true;
}

static bool take_check(const struct reader *reader, int number)
{
    static const char *const keys[] = {"number", "name",   "kind", "points",  "most",
                                       "passed", "hidden", "text", "session", NULL};
    struct result *result = reader->result;
    result_add_check(result, &(struct result_check){.number = number, "", "", .text = ""});
    if (result->is_lacking)
        return refuse(reader, "no memory left");
    struct result_check *check = &result->checks[result->check_count - 1];
    json_int_t same;
    return has_only(reader, keys) && take_number(reader, "number", number, number, &same) &&
           take_line(reader, "name", &check->name) && take_line(reader, "kind", &check->kind) &&
           take_check_points(reader, check) && take_flag(reader, "hidden", &check->is_hidden) &&
           take_string(reader, "text", &check->text) && take_session_name(reader, check);
}

static bool take_checks(const struct reader *whole)
{
    json_t *checks = json_object_get(whole->object, "checks");
    if (!json_is_array(checks) || json_array_size(checks) > RESULT_CHECKS_MOST)
        return refuse(whole, "checks: expected a list of at most %d", RESULT_CHECKS_MOST);
    for (size_t index = 0; index < json_array_size(checks); index++) {
        struct reader reader = *whole;
        reader.object = json_array_get(checks, index);
        if (!json_is_object(reader.object))
            return refuse(whole, "checks[%zu]: expected an object", index);
        snprintf(reader.place, sizeof reader.place, "checks[%zu].", index);
        if (!take_check(&reader, (int)index + 1))
            return false;
    }
    return true;
}

/* Each is of a check: as many as there are names. */
static bool take_sessions(const struct reader *whole)
{
    struct reader reader = *whole;
    struct result *result = whole->result;
    reader.object = json_object_get(whole->object, "sessions");
    snprintf(reader.place, sizeof reader.place, "sessions.");
    if (!json_is_object(reader.object))
        return refuse(whole, "sessions: expected an object");
    for (size_t index = 0; index < result->check_count; index++) {
        const char *name = result->checks[index].session;
        if (name == NULL)
            continue;
        result_add_session(result, name, "");
        if (result->is_lacking)
            return refuse(whole, "no memory left");
        if (!take_string(&reader, name, &result->sessions[result->session_count - 1].text))
            return false;
    }
    if (json_object_size(reader.object) != result->session_count)
        return refuse(whole, "sessions: has one that is of no check");
    return true;
}

/* ---- The whole ------------------------------------------------------------------------------- */

static bool is_word(const struct reader *reader, const char *key, const char *word)
{
    const char *text = json_string_value(json_object_get(reader->object, key));
    return text != NULL && strcmp(text, word) == 0;
}

static bool take_verdict(const struct reader *reader)
{
    json_int_t score = 0, most;
    struct result *result = reader->result;
    result->is_graded = is_word(reader, "status", "graded");
    if (!result->is_graded && !is_word(reader, "status", "ungraded"))
        return refuse(reader, "status: expected \"graded\" or \"ungraded\"");
    if (!take_line(reader, "reason", &result->reason))
        return false;
    if (result->is_graded != (result->reason[0] == '\0'))
        return refuse(reader, "reason: expected one if ungraded, and else none");
    if (!result->is_graded && !json_is_null(json_object_get(reader->object, "score")))
        return refuse(reader, "score: expected null, for it is ungraded");
    if (result->is_graded && !take_number(reader, "score", 0, RESULT_FULL, &score))
        return false;
    result->score = (int)score;
    return take_number(reader, "most", RESULT_FULL, RESULT_FULL, &most);
}

/* The score follows from the points. */
static bool is_sum(const struct reader *reader)
{
    const struct result *result = reader->result;
    int points = 0, most = 0;
    for (size_t index = 0; index < result->check_count; index++) {
        points += result->checks[index].points;
        most += result->checks[index].most;
    }
    int score = most == 0 ? 0 : points * RESULT_FULL / most;
    if (!result->is_graded || result->score == score)
        return true;
    return refuse(reader, "score: expected %d, as the points of the checks make it", score);
}

static bool take_all(const struct reader *reader)
{
    static const char *const keys[] = {"format", "lab",  "title",    "status",  "reason",
                                       "score",  "most", "seed",     "sandbox", "checks",
                                       "head",   "tail", "sessions", NULL};
    struct result *result = reader->result;
    json_int_t lab, seed;
    if (!json_is_object(reader->object) || !is_word(reader, "format", RESULT_FORMAT))
        return refuse(reader, "format: expected \"" RESULT_FORMAT "\"");
    if (!has_only(reader, keys) || !take_number(reader, "lab", 1, LABS_MOST, &lab) ||
        !take_number(reader, "seed", 0, UINT_MAX, &seed))
        return false;
    result->lab = (int)lab;
    result->seed = (unsigned)seed;
    return take_line(reader, "title", &result->title) && take_verdict(reader) &&
           take_line(reader, "sandbox", &result->sandbox) && take_checks(reader) &&
           take_string(reader, "head", &result->head) &&
           take_string(reader, "tail", &result->tail) && take_sessions(reader) && is_sum(reader);
}

static bool parse(struct reader *reader, const char *text, size_t size)
{
    json_error_t fault;
    unsigned mishaps = mishap_count();
    reader->object = json_loadb(text, size, JSON_REJECT_DUPLICATES, &fault);
    if (reader->object == NULL)
        return refuse(reader, "line %d: %s", fault.line,
                      clean_is(fault.text) ? fault.text : "no UTF-8");
    bool is_whole = mishap_count() == mishaps;
    bool is_taken = is_whole ? take_all(reader) : refuse(reader, "no memory left");
    json_decref(reader->object);
    return is_taken;
}

bool result_read_from(struct result *result, FILE *file, const char *name, char **error)
{
    struct reader reader = {.name = name, .error = error, .result = result};
    char *text = malloc(RESULT_BYTES_MOST + 1);
    *error = NULL;
    if (text == NULL)
        return false;
    size_t size = fread(text, 1, RESULT_BYTES_MOST + 1, file);
    bool is_read = false;
    if (ferror(file))
        refuse(&reader, "%s", strerror(errno));
    else if (size > RESULT_BYTES_MOST)
        refuse(&reader, "longer than %d MiB, which no result is", RESULT_BYTES_MOST >> 20);
    else
        is_read = parse(&reader, text, size);
    free(text);
    return is_read;
}

bool result_read(struct result *result, const char *path, char **error)
{
    struct reader reader = {.name = path, .error = error};
    bool is_stdin = strcmp(path, "-") == 0;
    *error = NULL;
    if (plain_is_named_pipe(path))
        return refuse(&reader, PLAIN_PIPE);
    FILE *file = is_stdin ? stdin : fopen(path, "re");
    if (file == NULL)
        return refuse(&reader, "%s", strerror(errno));
    bool is_read = result_read_from(result, file, is_stdin ? "standard input" : path, error);
    if (!is_stdin)
        fclose(file);
    return is_read;
}
