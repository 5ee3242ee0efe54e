#include "grade/runs/running.h"

#include "grade/runs/around.h"
#include "grade/runs/single_run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MOST = 16,
    TEXT_BYTES = 200,
};

/* ---- Orders ---------------------------------------------------------------------------------- */

/* What a task asks for; the words point into `text`. */
struct order {
    char text[TEXT_BYTES];
    char *words[WORDS_MOST + 1]; /* of main: [0] is the driver's name, NULL behind the last */
    char drawn[24];              /* the word that follows from the grading's seed */
    enum scheduler_kind scheduler;
    uint64_t seed;
    uint64_t percent, of; /* `of` 0: it does not matter how often somebody waits */
    int64_t lines;        /* -1: it does not matter what is printed */
};

static bool take_scheduler(struct order *order, const char *name)
{
    while (order->scheduler < SCHEDULER_KINDS &&
           (name == NULL || strcmp(name, scheduler_name(order->scheduler)) != 0))
        order->scheduler++;
    return order->scheduler < SCHEDULER_KINDS;
}

/* What stands behind " waits " or " prints ", which is cut off the text; true when it does not. */
static bool take_bounds(struct order *order)
{
    char *waits = strstr(order->text, " waits "), *prints = strstr(order->text, " prints ");
    if (waits != NULL &&
        sscanf(waits, " waits %" SCNu64 "%% of %" SCNu64, &order->percent, &order->of) != 2)
        return false;
    if (prints != NULL && sscanf(prints, " prints %" SCNd64 " lines", &order->lines) != 1)
        return false;
    if (waits != NULL)
        *waits = '\0';
    if (prints != NULL)
        *prints = '\0';
    return true;
}

/* "seed N" becomes one word: N, of another stretch of numbers with each seed of the grading. */
static bool take_words(struct order *order, const struct checks *checks)
{
    char *rest;
    size_t count = 0;
    for (char *word = strtok_r(order->text, " ", &rest); word != NULL && count < WORDS_MOST;
         word = strtok_r(NULL, " ", &rest))
        if (count > 0 && strcmp(order->words[count - 1], "seed") == 0) {
            int seed = checks_seed(checks, (int)strtol(word, NULL, 10));
            snprintf(order->drawn, sizeof order->drawn, "%u", (unsigned)seed);
            order->words[count - 1] = order->drawn;
        } else {
            order->words[count++] = word;
        }
    return count > 0;
}

static bool read_order(struct order *order, const char *text, const struct checks *checks)
{
    *order = (struct order){.seed = 1, .lines = -1};
    snprintf(order->text, sizeof order->text, "%s", text);
    char *under = strstr(order->text, " under "), *rest;
    if (under == NULL || strlen(text) >= sizeof order->text || !take_bounds(order))
        return false;
    *under = '\0';
    bool has_words = take_words(order, checks);
    bool is_good = take_scheduler(order, strtok_r(under + strlen(" under "), " ", &rest));
    const char *seed = is_good ? strtok_r(NULL, " ", &rest) : NULL;
    if (seed != NULL)
        order->seed = strtoull(seed, NULL, 10);
    return is_good && has_words;
}

static uint64_t most_waits(const struct order *order)
{
    return order->of * order->percent / 100;
}

/* ---- Judging --------------------------------------------------------------------------------- */

static struct single_run_order run_order(const struct order *order, const char *path)
{
    return (struct single_run_order){.path = path,
                                     .words = (const char *const *)order->words,
                                     .scheduler = order->scheduler,
                                     .seed = order->seed,
                                     .most_waits = order->of == 0 ? UINT64_MAX : most_waits(order)};
}

/* With what was expected and got, and the moment that shows it, if there is one. */
static bool fail(struct trial *trial, const struct order *order, struct finding *finding,
                 const struct moment *moment, const char *next)
{
    trial->failure.is_run = true;
    trial->failure.is_unwritten = !moment->is_found;
    finding->manner = finding->kind == NULL ? "run" : finding->kind;
    if (moment->is_found) {
        around_keep_place(trial, moment->file, moment->line);
        struct single_run_order run = run_order(order, NULL);
        trial->failure.session = single_run_session(trial, &run, moment, next);
    }
    return trial_fail(trial, finding);
}

/* It did not end as it should. */
static bool fail_at_end(struct trial *trial, struct single_run *run, const struct order *order,
                        struct finding *finding)
{
    struct moment latest = single_run_latest(run, trial->submission);
    return fail(trial, order, finding, &latest, "the end of what your code does");
}

/* What it ended with tells what it is about, where locks are misused; else the check does: NULL. */
static const char *kind_of_end(const struct single_run *run)
{
    enum event_kind kind = run->event.kind;
    bool is_stuck = kind == EVENT_NONE && !run->goes_on;
    return is_stuck || kind == EVENT_RELOCK || kind == EVENT_UNLOCK_NOT_OWNER ? "deadlock" : NULL;
}

/* The program must have ended by itself, and well. */
static bool judge_end(struct trial *trial, struct single_run *run, const struct order *order)
{
    const struct event *event = &run->event;
    struct phrase expected = {.used = 0}, got = {.used = 0};
    if (event->kind == EVENT_EXIT && event->is_return && event->value == 0)
        return true;
    if (event->kind != EVENT_ASSERT || !around_take_promise(event->text, &expected))
        phrase_add(&expected, "the program comes to its end, and main returns 0");
    if (event->kind == EVENT_NONE)
        phrase_add(&got, run->goes_on ? "it goes on and on" : "nobody can go on");
    else
        phrase_add(&got, "%s", event_name(event->kind));
    return fail_at_end(
        trial, run, order,
        &(struct finding){.kind = kind_of_end(run), .expected = expected.bytes, .got = got.bytes});
}

static bool judge_memory(struct trial *trial, struct single_run *run, const struct order *order)
{
    struct phrase got = {.used = 0};
    if (run->mapped_bytes == 0)
        return true;
    phrase_add(&got, "%" PRIu64 " bytes are still mapped", run->mapped_bytes);
    return fail_at_end(trial, run, order,
                       &(struct finding){.kind = "leak",
                                         .expected = "at the end nothing is mapped any more",
                                         .got = got.bytes});
}

static bool judge_lines(struct trial *trial, struct single_run *run, const struct order *order)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    if (order->lines < 0 || run->lines == (uint64_t)order->lines)
        return true;
    phrase_add(&expected, "%" PRId64 " lines are printed", order->lines);
    phrase_add(&got, "%" PRIu64 " are", run->lines);
    return fail_at_end(trial, run, order,
                       &(struct finding){.expected = expected.bytes, .got = got.bytes});
}

static bool judge_waits(struct trial *trial, struct single_run *run, const struct order *order)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, next = {.used = 0};
    if (order->of == 0 || run->waits.waited <= most_waits(order))
        return true;
    phrase_add(&expected,
               "at most %" PRIu64 " operations on locks have to wait: %" PRIu64 "%% of the %" PRIu64
               " that do with one lock around all",
               most_waits(order), order->percent, order->of);
    phrase_add(&got, "%" PRIu64 " of %" PRIu64 " have to wait", run->waits.waited, run->waits.done);
    phrase_add(&next, "%s waits once more than it may", run->one_wait_too_many.waiter);
    return fail(
        trial, order,
        &(struct finding){.kind = "waits too often", .expected = expected.bytes, .got = got.bytes},
        &run->one_wait_too_many, next.bytes);
}

static bool judge(struct trial *trial, struct single_run *run, const struct order *order)
{
    if (run->is_late)
        return trial_fail_late(trial);
    return judge_end(trial, run, order) && judge_memory(trial, run, order) &&
           judge_lines(trial, run, order) && judge_waits(trial, run, order);
}

/* There was no run. */
static bool fail_without(struct trial *trial, const char *problem)
{
    trial->failure.is_run = true;
    return trial_fail(trial, &(struct finding){.manner = "not run",
                                               .expected = "the program can be run",
                                               .got = problem});
}

static bool check_run(struct trial *trial, const struct task *task)
{
    struct order order;
    struct single_run run;
    char *problem = NULL;
    if (!read_order(&order, task->text, trial->checks))
        return fail_without(trial, "the task cannot be read");
    char *path = around_build(trial->submission, order.words[0], &problem);
    struct single_run_order wanted = run_order(&order, path);
    bool is_run = path != NULL && single_run_do(&run, trial->submission, &wanted, &problem);
    bool is_passed =
        is_run ? judge(trial, &run, &order) : fail_without(trial, trial_problem(problem));
    if (path != NULL)
        single_run_close(&run);
    free(problem);
    free(path);
    return is_passed;
}

static const struct task_row rows[] = {
    {.name = "run", .takes_text = true, .needs = " under ", .perform = check_run},
    {.name = NULL},
};

const struct task_set running_tasks = {.name = "run", .rows = rows, .stands_apart = true};
