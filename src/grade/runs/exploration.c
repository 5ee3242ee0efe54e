#include "grade/runs/exploration.h"

#include "grade/runs/around.h"
#include "grade/runs/run.h"
#include "program/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WORDS_MOST = 24,
    PATH_BYTES = 4096,
    CPU_LIMIT_MS = 30000 /* some ten times a long one */
};

#define EXECUTIONS_FIRST "1000" /* in which most mistakes show already */
#define EXECUTIONS "30000"      /* of the whole: some 0.3 s */
#define SHORTEN "100000"        /* steps: of a program with many races there is no end otherwise */
#define DELAYS "2"              /* where the whole is larger */
#define STEPS "500" /* of a thread: enough for most, and soon over where one never ends */

/* ---- Orders ---------------------------------------------------------------------------------- */

static bool add_argument(struct exploration_order *order, const char *word)
{
    size_t used = strlen(order->arguments);
    int length = snprintf(order->arguments + used, sizeof order->arguments - used, "%s%s",
                          used == 0 ? "" : " ", word);
    return (size_t)length < sizeof order->arguments - used;
}

static bool take_number(char *place, size_t size, const char *word)
{
    bool is_number = word != NULL && word[0] != '\0' && strspn(word, "0123456789") == strlen(word);
    return is_number && (size_t)snprintf(place, size, "%s", word) < size;
}

bool exploration_read(struct exploration_order *order, const char *text)
{
    char words[200], *rest;
    const char *kind = strstr(text, " for ");
    *order = (struct exploration_order){.executions = EXECUTIONS, .delays = DELAYS, .kind = ""};
    if (kind != NULL)
        order->kind = kind + strlen(" for ");
    size_t length = kind != NULL ? (size_t)(kind - text) : strlen(text);
    if (length >= sizeof words)
        return false;
    snprintf(words, sizeof words, "%.*s", (int)length, text);
    const char *word = strtok_r(words, " ", &rest);
    bool is_good = word != NULL && strlen(word) < sizeof order->driver;
    if (is_good)
        strcpy(order->driver, word);
    while (is_good && (word = strtok_r(NULL, " ", &rest)) != NULL)
        if (strcmp(word, "executions") == 0) {
            is_good = take_number(order->executions, sizeof order->executions,
                                  strtok_r(NULL, " ", &rest));
        } else if (strcmp(word, "delays") == 0) {
            order->is_bounded = true;
            is_good = take_number(order->delays, sizeof order->delays, strtok_r(NULL, " ", &rest));
        } else if (strcmp(word, "no-spinning") == 0) {
            order->forbids_spinning = true;
        } else {
            is_good = add_argument(order, word);
        }
    return is_good;
}

/* ---- A run ----------------------------------------------------------------------------------- */

/* The text of the file, which goes; NULL when there is none. */
static json_t *take_text(const char *folder, const char *name)
{
    char path[PATH_BYTES], bytes[1 << 15];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(bytes, 1, sizeof bytes, file);
    if (file != NULL)
        fclose(file);
    unlink(path);
    return length > 0 && length < sizeof bytes ? json_stringn(bytes, length) : NULL;
}

/* Sessions are written in one exploration and would be overwritten in the next. */
static void take_sessions(json_t *report, const char *folder)
{
    size_t index;
    json_t *failure;
    json_array_foreach(json_object_get(report, "failures"), index, failure)
    {
        const char *session = json_string_value(json_object_get(failure, "session"));
        json_t *text = session == NULL ? NULL : take_text(folder, session);
        if (text != NULL)
            json_object_set_new(failure, "text", text);
    }
}

static char *describe_end(const struct run *run)
{
    if (run->end != RUN_EXITED)
        return text_format("the exploration %s", run_end_sentence(run->end));
    return text_format("the exploration has no result: %.200s", run->output);
}

/* Something to try: so many executions, of all or of those with so many delays, with so many steps of
 * a thread. */
struct stage {
    const char *executions, *delays, *steps; /* delays NULL: all */
};

/* The words behind "memrepl"; `arguments` is taken to pieces. */
static void list_words(const char **words, const char *program, const char *driver,
                       const struct exploration_order *order, const struct stage *stage,
                       char *arguments)
{
    const char *const first[] = {"--explore", "--json",    "--built",      program,
                                 "--shorten", SHORTEN,     "--executions", stage->executions,
                                 "--steps",   stage->steps};
    size_t count = sizeof first / sizeof first[0];
    char *rest;
    memcpy(words, first, sizeof first);
    if (stage->delays != NULL) {
        words[count++] = "--delays";
        words[count++] = stage->delays;
    }
    if (order->forbids_spinning)
        words[count++] = "--no-spinning";
    words[count++] = driver;
    words[count++] = "--";
    for (char *word = strtok_r(arguments, " ", &rest); word != NULL && count < WORDS_MOST;
         word = strtok_r(NULL, " ", &rest))
        words[count++] = word;
    words[count] = NULL;
}

static json_t *run_stage(struct trial *trial, const char *program, const char *driver,
                         const struct exploration_order *order, const struct stage *stage,
                         char **problem)
{
    const char *words[WORDS_MOST + 1];
    char arguments[sizeof order->arguments];
    strcpy(arguments, order->arguments);
    list_words(words, program, driver, order, stage, arguments);
    const char *folder = trial->submission->folder;
    struct run run = {.words = words, .folder = folder, .cpu_limit_ms = CPU_LIMIT_MS};
    run_all(trial->submission->budget, &run, 1);
    json_t *report = run.end == RUN_EXITED ? json_loadb(run.output, run.length, 0, NULL) : NULL;
    if (report != NULL)
        take_sessions(report, folder);
    else
        *problem = describe_end(&run);
    run_free(&run);
    return report;
}

/* True when nothing was found, and threads had more to do than they may. */
static bool is_too_long(const json_t *report)
{
    return report != NULL && json_integer_value(json_object_get(report, "cut")) > 0 &&
           json_array_size(json_object_get(report, "failures")) == 0;
}

/* True when there was more than was tried, and nothing was found in what was: no failure, and no
 * execution without an end. */
static bool is_too_large(const json_t *report)
{
    return report != NULL && !json_is_true(json_object_get(report, "complete")) &&
           json_array_size(json_object_get(report, "failures")) == 0 &&
           json_integer_value(json_object_get(report, "cut")) == 0;
}

/* From stage to stage, until all is known or something was found. Of long executions fewer can be
 * tried in the same time. */
static json_t *run_stages(struct trial *trial, const char *program, const char *driver,
                          const struct exploration_order *order, bool are_long, char **problem)
{
    const char *steps = are_long ? EXPLORATION_STEPS : STEPS,
               *most = are_long ? EXECUTIONS_FIRST : order->executions;
    const struct stage all[] = {{EXECUTIONS_FIRST, NULL, steps},
                                {most, NULL, steps},
                                {most, order->delays, steps}},
                       bounded[] = {{most, "0", steps}, {most, order->delays, steps}};
    const struct stage *stages = order->is_bounded ? bounded : all;
    size_t count =
        order->is_bounded ? sizeof bounded / sizeof bounded[0] : sizeof all / sizeof all[0];
    bool is_same = order->is_bounded ? strcmp(order->delays, "0") == 0 : are_long;
    size_t begun = is_same ? 1 : 0; /* both would try the same */
    json_t *report = run_stage(trial, program, driver, order, &stages[begun], problem);
    for (size_t index = begun + 1; index < count && is_too_large(report); index++) {
        json_decref(report);
        report = run_stage(trial, program, driver, order, &stages[index], problem);
    }
    return report;
}

/* First as if each thread had little to do. */
static json_t *run_both(struct trial *trial, const char *program, const char *driver,
                        const struct exploration_order *order, char **problem)
{
    json_t *report = run_stages(trial, program, driver, order, false, problem);
    if (!is_too_long(report))
        return report;
    json_decref(report);
    return run_stages(trial, program, driver, order, true, problem);
}

static json_t *explore(struct trial *trial, const struct exploration_order *order, char **problem)
{
    const struct submission *submission = trial->submission;
    char *program = around_build(submission, order->driver, problem);
    char *driver = program == NULL ? NULL : around_driver(submission, order->driver);
    json_t *report = driver == NULL ? NULL : run_both(trial, program, driver, order, problem);
    free(program);
    free(driver);
    return report;
}

/* ---- What was explored before ---------------------------------------------------------------- */

/* The file that keeps the report. */
static char *report_path(const struct submission *submission, const struct exploration_order *order)
{
    char *path = text_format("%s/%s-%s-%s-%s%s.json", submission->folder, order->driver,
                             order->arguments, order->is_bounded ? "all" : order->executions,
                             order->delays, order->forbids_spinning ? "-no-spinning" : "");
    for (char *at = path == NULL ? NULL : path + strlen(submission->folder) + 1;
         at != NULL && *at != '\0'; at++)
        if (*at == '/')
            *at = '-';
    return path;
}

struct json_t *exploration_report(struct trial *trial, const struct exploration_order *order,
                                  char **problem)
{
    *problem = NULL;
    char *path = report_path(trial->submission, order);
    if (path == NULL)
        return NULL;
    json_t *report = json_load_file(path, 0, NULL);
    if (report == NULL)
        report = explore(trial, order, problem);
    if (report != NULL)
        json_dump_file(report, path, JSON_COMPACT);
    free(path);
    return report;
}
