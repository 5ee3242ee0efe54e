#include "results/writing.h"

#include "program/host/mishaps.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The object ------------------------------------------------------------------------------ */

static json_t *make_check(const struct result_check *check)
{
    json_t *made =
        json_pack("{s:i, s:s, s:s, s:i, s:i, s:b, s:b, s:s}", "number", check->number, "name",
                  check->name, "kind", check->kind, "points", check->points, "most", check->most,
                  "passed", check->is_passed, "hidden", check->is_hidden, "text", check->text);
    if (made == NULL || check->session == NULL ||
        json_object_set_new(made, "session", json_string(check->session)) == 0)
        return made;
    json_decref(made);
    return NULL;
}

/* NULL also when one of them is not UTF-8. */
static json_t *make_checks(const struct result *result)
{
    json_t *checks = json_array();
    for (size_t index = 0; index < result->check_count; index++)
        if (json_array_append_new(checks, make_check(&result->checks[index])) != 0) {
            json_decref(checks);
            return NULL;
        }
    return checks;
}

static json_t *make_sessions(const struct result *result)
{
    json_t *sessions = json_object();
    for (size_t index = 0; index < result->session_count; index++)
        if (json_object_set_new(sessions, result->sessions[index].name,
                                json_string(result->sessions[index].text)) != 0) {
            json_decref(sessions);
            return NULL;
        }
    return sessions;
}

static json_t *make(const struct result *result)
{
    json_t *score = result->is_graded ? json_integer(result->score) : json_null();
    return json_pack("{s:s, s:i, s:s, s:s, s:s, s:o, s:i, s:I, s:s, s:o, s:s, s:s, s:o}", "format",
                     RESULT_FORMAT, "lab", result->lab, "title", result->title, "status",
                     result->is_graded ? "graded" : "ungraded", "reason", result->reason, "score",
                     score, "most", (int)RESULT_FULL, "seed", (json_int_t)result->seed, "sandbox",
                     result->sandbox, "checks", make_checks(result), "head", result->head, "tail",
                     result->tail, "sessions", make_sessions(result));
}

/* ---- The file -------------------------------------------------------------------------------- */

/* Never through a link that is there. */
static bool put(const char *path, const char *text, size_t size)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0)
        return false;
    bool is_put = true;
    for (size_t at = 0; at < size && is_put;) {
        ssize_t written = write(file, text + at, size - at);
        at += written > 0 ? (size_t)written : 0;
        is_put = written > 0 || (written < 0 && errno == EINTR);
    }
    return close(file) == 0 && is_put;
}

static bool put_whole(const char *path, const char *text)
{
    char part[PATH_MAX];
    if (snprintf(part, sizeof part, "%s.part", path) >= (int)sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (put(part, text, strlen(text)) && rename(part, path) == 0)
        return true;
    int error = errno;
    unlink(part);
    errno = error;
    return false;
}

/* Heap; NULL with *error. */
static char *dump(const struct result *result, const char **error)
{
    *error = "no memory left";
    if (result->is_lacking)
        return NULL;
    unsigned mishaps = mishap_count();
    json_t *whole = make(result);
    if (whole == NULL && mishap_count() == mishaps)
        *error = "a part of it is not UTF-8";
    char *text = whole == NULL ? NULL : json_dumps(whole, JSON_INDENT(1)), *line = NULL;
    bool is_whole = mishap_count() == mishaps;
    json_decref(whole);
    if (text != NULL && is_whole && asprintf(&line, "%s\n", text) < 0)
        line = NULL;
    free(text);
    if (line == NULL || strlen(line) <= RESULT_BYTES_MOST)
        return line;
    *error = "it is longer than 8 MiB";
    free(line);
    return NULL;
}

bool result_write(const struct result *result, const char *path, const char **error)
{
    char *text = dump(result, error);
    if (text == NULL)
        return false;
    bool is_written = put_whole(path, text);
    if (!is_written)
        *error = strerror(errno);
    free(text);
    return is_written;
}
