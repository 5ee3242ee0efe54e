#include "grade/runs/exploring.h"

#include "grade/recheck/recheck.h"
#include "grade/runs/around.h"
#include "grade/runs/exploration.h"
#include "grade/trial.h"
#include "program/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECHECKED_MOST = 40 }; /* of a lab; what is beyond is rechecked each time */

/* ---- Kinds ----------------------------------------------------------------------------------- */

/* What the explorer calls it, and the kind of failure that it is. */
static const struct kind {
    const char *class, *name;
} kinds[] = {
    {"data race", "data race"},
    {"use before initialisation", "data race"},
    {"use after destroy", "data race"},
    {"deadlock", "deadlock"},
    {"double lock", "deadlock"},
    {"double unlock", "deadlock"},
    {"unlock by a non-owner", "deadlock"},
    {"wait without the mutex", "deadlock"},
    {"lost wake-up", "lost wake-up"},
    {"unchecked wake-up", "lost wake-up"},
    {"busy waiting", "busy waiting"},
    {"livelock", "busy waiting"},
    {"starvation", "busy waiting"},
    {"endless loop", "endless loop"},
    {"stack overflow", "endless loop"},
    {"assertion", "wrong answer"},
    {"null pointer", "null pointer"},
    {"use after free", "freed memory used"},
    {"double free", "freed twice"},
    {"overrun", "foreign memory used"},
    {"wild pointer", "foreign memory used"},
    {"index out of bounds", "foreign memory used"},
    {"uninitialised read", "foreign memory used"},
    {"leak", "leak"},
    {"exit", "ended the program"},
    {"abort", "ended the program"},
    {"fatal signal", "ended the program"},
    {"end of the process", "ended the program"},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));
    return text == NULL ? "" : text;
}

/* What the driver's assertion is about; false for another failure, or an assertion without words. */
static bool take_promise(const json_t *failure, struct phrase *promise)
{
    return strcmp(text_of(failure, "class"), "assertion") == 0 &&
           around_take_promise(text_of(failure, "story"), promise);
}

/* The kind that a promise begins with, "data race: ..."; NULL when with none. */
static const struct kind *kind_of_promise(const char *promise)
{
    for (size_t index = 0; index < KINDS; index++) {
        size_t length = strlen(kinds[index].name);
        if (strncmp(promise, kinds[index].name, length) == 0 && promise[length] == ':')
            return &kinds[index];
    }
    return NULL;
}

/* NULL for a class without a row. */
static const struct kind *kind_of(const json_t *failure)
{
    struct phrase promise = {.used = 0};
    const struct kind *promised =
        take_promise(failure, &promise) ? kind_of_promise(promise.bytes) : NULL;
    if (promised != NULL)
        return promised;
    for (size_t index = 0; index < KINDS; index++)
        if (strcmp(text_of(failure, "class"), kinds[index].class) == 0)
            return &kinds[index];
    return NULL;
}

static bool is_of_kind(const json_t *failure, const char *name)
{
    const struct kind *kind = kind_of(failure);
    return name[0] == '\0' || (kind != NULL && strcmp(kind->name, name) == 0);
}

/* The first that counts, one with a session before others; NULL when none does. */
static json_t *choose(const json_t *report, const char *name)
{
    json_t *failures = json_object_get(report, "failures"), *failure, *chosen = NULL;
    size_t index;
    bool is_hopeless = json_integer_value(json_object_get(report, "successes")) == 0;
    json_array_foreach(failures, index, failure)
    {
        bool is_better = chosen == NULL || json_object_get(chosen, "text") == NULL;
        if (is_better && is_of_kind(failure, name))
            chosen = failure;
    }
    return chosen == NULL && is_hopeless ? json_array_get(failures, 0) : chosen;
}

/* ---- The student's side of it ---------------------------------------------------------------- */

static bool is_own(const struct trial *trial, const json_t *place)
{
    return place != NULL && around_is_own(trial->submission, text_of(place, "file"));
}

/* Where the thread came from out of the student's code, when it stands elsewhere; or NULL. */
static const json_t *find_call(const struct trial *trial, const json_t *failure, const char *thread)
{
    size_t index, depth;
    json_t *stand, *call;
    json_array_foreach(json_object_get(failure, "stands"), index, stand)
    {
        if (strcmp(text_of(stand, "thread"), thread) != 0)
            continue;
        if (is_own(trial, stand))
            return stand;
        json_array_foreach(json_object_get(stand, "calls"), depth,
                           call) if (is_own(trial, call)) return call;
    }
    return NULL;
}

/* The place in the student's code that the failure is about: of who shows it, else of the other
 * side, else of the last step that was one of his; NULL when there was none. */
static const json_t *find_place(const struct trial *trial, const json_t *failure)
{
    const json_t *sides[] = {json_object_get(failure, "at"), json_object_get(failure, "other")};
    for (int side = 0; side < 2; side++)
        if (is_own(trial, sides[side]))
            return sides[side];
    for (int side = 0; side < 2; side++) {
        const json_t *call = find_call(trial, failure, text_of(sides[side], "thread"));
        if (call != NULL)
            return call;
    }
    const json_t *trace = json_object_get(failure, "trace");
    for (size_t index = json_array_size(trace); index > 0; index--)
        if (is_own(trial, json_array_get(trace, index - 1)))
            return json_array_get(trace, index - 1);
    return NULL;
}

/* ---- The session ----------------------------------------------------------------------------- */

/* The explorer's own session, but for its line `program`, which names what the grader has built, and
 * with the place in the student's code; heap string or NULL. */
static char *make_session(const struct trial *trial, const struct exploration_order *order,
                          const char *text)
{
    static const char begin[] = "program --hash ";
    const char *line = strstr(text, begin), *end = line == NULL ? NULL : strchr(line, '\n');
    const struct failure *failure = &trial->failure;
    struct text_stream session;
    if (end == NULL || !text_stream_open(&session))
        return NULL;
    FILE *file = session.out;
    fprintf(file, "%.*s", (int)(line - text), text);
    around_write(trial->submission, order->driver, order->arguments, line + strlen(begin), file);
    fputs(end + 1, file);
    if (failure->has_place)
        fprintf(file, "say In your code: %s:%d  %s\n", failure->place.file, failure->place.line,
                failure->line == NULL ? "" : failure->line);
    return text_stream_close(&session);
}

/* ---- Judging --------------------------------------------------------------------------------- */

static void describe(const json_t *failure, struct phrase *expected, struct phrase *got)
{
    const json_t *at = json_object_get(failure, "at");
    struct phrase promise = {.used = 0};
    if (take_promise(failure, &promise)) {
        const struct kind *kind = kind_of_promise(promise.bytes);
        size_t skipped = kind == NULL ? 0 : strlen(kind->name) + strlen(": ");
        phrase_add(expected, "%s", promise.bytes + skipped);
        phrase_add(got, "assertion: %s finds that this is not so (%s:%d)", text_of(at, "thread"),
                   text_of(at, "file"), (int)json_integer_value(json_object_get(at, "line")));
        return;
    }
    phrase_add(expected, "every schedule ends well");
    phrase_add(got, "%s: %s", text_of(failure, "class"), text_of(failure, "story"));
}

/* What main finds in the end is not of the moment: the student's threads have come and gone. */
static bool is_of_main(const json_t *failure)
{
    return strcmp(text_of(json_object_get(failure, "at"), "thread"), "main") == 0;
}

/* The driver says which mistake of the student's it is. */
static bool is_promised(const json_t *failure)
{
    struct phrase promise = {.used = 0};
    return take_promise(failure, &promise) && kind_of_promise(promise.bytes) != NULL;
}

static bool fail(struct trial *trial, const struct exploration_order *order, const json_t *failure)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    const struct kind *kind = kind_of(failure);
    const json_t *place = find_place(trial, failure);
    const char *text = text_of(failure, "text");
    trial->failure.is_run = true;
    trial->failure.is_unwritten = place == NULL && !is_of_main(failure) && !is_promised(failure);
    if (place != NULL)
        around_keep_place(trial, text_of(place, "file"),
                          (int)json_integer_value(json_object_get(place, "line")));
    if (!trial->failure.is_unwritten)
        trial->failure.session = make_session(trial, order, text);
    describe(failure, &expected, &got);
    return trial_fail(trial, &(struct finding){.kind = kind == NULL ? NULL : kind->name,
                                               .manner = kind == NULL ? "explored" : kind->class,
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* The exploration itself came to nothing. */
static bool fail_without(struct trial *trial, char *problem)
{
    trial->failure.is_run = true;
    trial_fail(trial, &(struct finding){.kind = "endless loop",
                                        .manner = "unexplored",
                                        .expected = "every schedule can be tried",
                                        .got = trial_problem(problem)});
    free(problem);
    return false;
}

/* Executions that are cut: all of them, and nothing is known; or some, which depends on the order of
 * the threads, as where one looks, naps, and looks again. */
static bool fail_unended(struct trial *trial, const json_t *report, bool is_hopeless)
{
    const json_t *at = json_object_get(report, "cut at");
    struct phrase got = {.used = 0};
    trial->failure.is_run = true;
    if (is_own(trial, at))
        around_keep_place(trial, text_of(at, "file"),
                          (int)json_integer_value(json_object_get(at, "line")));
    phrase_add(&got, "%s a thread makes more than " EXPLORATION_STEPS " steps",
               is_hopeless ? "in every schedule" : "in some");
    if (at != NULL && text_of(at, "file")[0] != '\0')
        phrase_add(&got, " (%s:%d)", text_of(at, "file"),
                   (int)json_integer_value(json_object_get(at, "line")));
    return trial_fail(trial,
                      &(struct finding){.kind = is_hopeless ? "endless loop" : "busy waiting",
                                        .manner = "unended",
                                        .expected = "every schedule comes to an end",
                                        .got = got.bytes});
}

/* Without the option that it comes from. */
static void note_bound(struct trial *trial, const char *bound)
{
    const char *option = strstr(bound, " (--");
    size_t length = option == NULL ? strlen(bound) : (size_t)(option - bound);
    snprintf(trial->note, sizeof trial->note, "bounded: %.*s", (int)length, bound);
}

/* ---- Checking again -------------------------------------------------------------------------- */

/* What was explored and then rechecked, and found right: once in a grading is enough. */
struct model {
    size_t count;
    struct exploration_order rechecked[RECHECKED_MOST];
};

static bool is_rechecked(const struct model *model, const struct exploration_order *order)
{
    for (size_t index = 0; index < model->count; index++)
        if (strcmp(model->rechecked[index].driver, order->driver) == 0 &&
            strcmp(model->rechecked[index].arguments, order->arguments) == 0)
            return true;
    return false;
}

/* Only where the exploration says that nothing at all is wrong: else it is its failures that count,
 * in the checks for their kinds. */
static bool agrees(struct trial *trial, const struct exploration_order *order, const json_t *report)
{
    struct model *model = trial_model(trial, &exploring_tasks);
    bool is_sound = json_array_size(json_object_get(report, "failures")) == 0 &&
                    json_integer_value(json_object_get(report, "cut")) == 0;
    if (!is_sound || is_rechecked(model, order))
        return true;
    if (!recheck(trial, order))
        return false;
    if (model->count < RECHECKED_MOST)
        model->rechecked[model->count++] = *order;
    return true;
}

/* ---- The task -------------------------------------------------------------------------------- */

/* A program that is left in the middle keeps no promise. */
static bool fail_left(struct trial *trial)
{
    trial->failure.is_run = true;
    return trial_fail(trial, &(struct finding){.kind = "ended the program",
                                               .manner = "left",
                                               .expected = "main comes to its end",
                                               .got = "your code ends the program before"});
}

static bool check_explore(struct trial *trial, const struct task *task)
{
    struct exploration_order order;
    char *problem = NULL;
    if (!exploration_read(&order, task->text))
        return fail_without(trial, text_format("\"explore %s\" cannot be read", task->text));
    json_t *report = exploration_report(trial, &order, &problem);
    if (report == NULL)
        return fail_without(trial, problem);
    const json_t *failure = choose(report, order.kind);
    const char *bound = text_of(report, "bounded");
    bool is_hopeless = json_integer_value(json_object_get(report, "successes")) == 0;
    bool is_unended = json_integer_value(json_object_get(report, "cut")) > 0 &&
                      (is_hopeless || strcmp(order.kind, "busy waiting") == 0);
    bool is_left = json_integer_value(json_object_get(report, "left")) > 0;
    bool is_passed = failure == NULL && !is_unended && !is_left;
    if (failure != NULL)
        fail(trial, &order, failure);
    else if (is_unended)
        fail_unended(trial, report, is_hopeless);
    else if (is_left)
        fail_left(trial);
    else if (bound[0] != '\0')
        note_bound(trial, bound);
    is_passed = is_passed && agrees(trial, &order, report);
    json_decref(report);
    return is_passed;
}

static const struct task_row rows[] = {
    {.name = "explore", .takes_text = true, .perform = check_explore},
    {.name = NULL},
};

const struct task_set exploring_tasks = {.name = "explore",
                                         .rows = rows,
                                         .model_bytes = sizeof(struct model),
                                         .keeps_model = true,
                                         .stands_apart = true};
