#include "grade/mems/mems.h"

#include <inttypes.h>

#include "grade/mems/answers.h"
#include "grade/mems/chain.h"
#include "grade/mems/churn.h"
#include "grade/mems/memory.h"
#include "grade/mems/statistics.h"
#include "grade/twins/addresses.h"
#include "program/arena.h"

enum { COUNT_MOST = 4000 };

/* What a check has come to. */
struct state {
    struct mems_model model; /* first: see mems_tasks_model() */
    bool is_limited;         /* mmap may fail */
    bool is_finished;        /* next_virtual_address means nothing until the next init */
    uint64_t heap_top;       /* of malloc's heap, when it was looked at last */
    struct stock stock;      /* since the last init */
};

static struct state *state_of(const struct trial *trial)
{
    return trial_model(trial, &mems_tasks);
}

struct mems_model *mems_tasks_model(const struct trial *trial)
{
    return &state_of(trial)->model;
}

static bool begin(struct trial *trial)
{
    struct state *state = state_of(trial);
    model_clear(&state->model);
    state->heap_top = worker_machine(trial->worker)->heap.top;
    return true;
}

/* ---- Looking --------------------------------------------------------------------------------- */

static bool memory_agrees(struct trial *trial)
{
    struct state *state = state_of(trial);
    return state->is_finished ? memory_is_given_back(trial)
                              : memory_is_spared(trial, &state->model, &state->stock);
}

static bool origin_agrees(struct trial *trial)
{
    struct state *state = state_of(trial);
    return memory_no_malloc(trial, &state->heap_top) &&
           (state->is_finished || chain_is_mapped(trial, &state->model));
}

static bool look(struct trial *trial)
{
    struct state *state = state_of(trial);
    const struct check *check = trial->check;
    if (check->looks_at_memory && !memory_agrees(trial))
        return false;
    if (check->looks_at_origin && !origin_agrees(trial))
        return false;
    if (!check->looks_at_fields || state->is_finished || chain_agrees(trial, &state->model))
        return true;
    if (state->is_limited)
        trial->failure.kind = "out of memory";
    return false;
}

/* ---- init, finish ---------------------------------------------------------------------------- */

static bool check_init(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call_as(trial->worker, "init", "mems_init");
    (void)task;
    model_clear(mems_tasks_model(trial));
    state_of(trial)->is_finished = false;
    state_of(trial)->stock = (struct stock){.is_known = false};
    return trial_has_come(trial, &answer, false, "mems_init begins with an empty heap") &&
           look(trial);
}

static bool check_finish(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call_as(trial->worker, "finish", "mems_finish");
    (void)task;
    model_clear(mems_tasks_model(trial));
    state_of(trial)->is_finished = true;
    return trial_has_come(trial, &answer, false, "mems_finish gives everything back") &&
           look(trial);
}

/* ---- malloc ---------------------------------------------------------------------------------- */

/* The address that is right; 0 where it must be NULL. */
static uint64_t right_address(const struct mems_model *model, uint64_t size, bool can_map)
{
    const struct model_interval *hole = model_first_fit(model, size);
    if (size == 0 || (hole == NULL && (!can_map || size > ARENA_PAGES_BYTES)))
        return 0;
    return hole != NULL ? hole->start : model->next;
}

bool mems_tasks_malloc(struct trial *trial, uint64_t size)
{
    struct state *state = state_of(trial);
    int64_t left = -1;
    char note[32];
    if (state->is_limited)
        worker_number(trial->worker, "desk_mappings_left", &left);
    snprintf(note, sizeof note, "malloc %" PRIu64, size);
    uint64_t wanted = right_address(&state->model, size, left != 0);
    struct phrase expected = {.used = 0};
    answers_describe_malloc(&expected, &state->model, size, wanted);
    struct answer answer =
        worker_call_as(trial->worker, note, "stepped_malloc %" PRIu64 " 0", size);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    bool may_fail = state->is_limited && answer.result == 0;
    if (answer.result != wanted && !may_fail)
        return answers_fail_malloc(trial, &state->model, size, wanted, answer.result);
    if (answer.result != 0)
        model_malloc(&state->model, size);
    return look(trial);
}

static bool check_malloc(struct trial *trial, const struct task *task)
{
    return mems_tasks_malloc(trial, (uint64_t)task->arguments[0]);
}

/* ---- free ------------------------------------------------------------------------------------ */

bool mems_tasks_free(struct trial *trial, uint64_t address)
{
    struct mems_model *model = mems_tasks_model(trial);
    char note[32];
    struct phrase expected = {.used = 0};
    bool is_block = model_free(model, address);
    answers_describe_free(&expected, is_block, address);
    snprintf(note, sizeof note, "free %" PRIu64, address);
    uint64_t accesses = worker_machine(trial->worker)->accesses;
    struct answer answer = worker_call_as(trial->worker, note, "mems_free %" PRIu64, address);
    return trial_has_come(trial, &answer, false, expected.bytes) &&
           answers_judge_free(trial, is_block, address, accesses) && look(trial);
}

static bool check_free(struct trial *trial, const struct task *task)
{
    return mems_tasks_free(trial, (uint64_t)task->arguments[0]);
}

/* ---- get ------------------------------------------------------------------------------------- */

/* Calls mems_get; *physical is what it answered. */
static bool get(struct trial *trial, const char *note, uint64_t address, uint64_t *physical)
{
    struct mems_model *model = mems_tasks_model(trial);
    const struct model_interval *place = model_at(model, address);
    struct phrase expected = {.used = 0};
    answers_describe_get(&expected, model, address);
    struct answer answer = worker_call_as(trial->worker, note, "mems_get %" PRIu64, address);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    *physical = answer.result;
    bool is_right = place == NULL || !place->is_block
                        ? *physical == 0
                        : chain_learn(trial, model, place->main,
                                      *physical - (address - model->mains[place->main].start));
    return is_right ? look(trial) : answers_fail_get(trial, model, address, *physical);
}

bool mems_tasks_get(struct trial *trial, uint64_t address)
{
    uint64_t physical;
    char note[32];
    snprintf(note, sizeof note, "get %" PRIu64, address);
    return get(trial, note, address, &physical);
}

static bool check_get(struct trial *trial, const struct task *task)
{
    return mems_tasks_get(trial, (uint64_t)task->arguments[0]);
}

static bool check_edges(struct trial *trial, const struct task *task)
{
    const struct mems_model *model = mems_tasks_model(trial);
    (void)task;
    if (!mems_tasks_get(trial, MEMS_FIRST - 1) || !mems_tasks_get(trial, model->next))
        return false;
    for (size_t index = 0; index < model->count; index++) {
        const struct model_interval *place = &model->intervals[index];
        if (!mems_tasks_get(trial, place->start) ||
            !mems_tasks_get(trial, place->start + place->size / 2) ||
            !mems_tasks_get(trial, place->start + place->size - 1))
            return false;
    }
    return true;
}

/* ---- write, read ----------------------------------------------------------------------------- */

static bool check_write(struct trial *trial, const struct task *task)
{
    uint64_t address = (uint64_t)task->arguments[0], physical;
    unsigned char value = (unsigned char)task->arguments[1];
    char note[48];
    snprintf(note, sizeof note, "write %" PRIu64 " %d", address, value);
    if (!get(trial, note, address, &physical))
        return false;
    worker_write(trial->worker, physical, &value, 1);
    model_write(mems_tasks_model(trial), address, value);
    return true;
}

static bool check_read(struct trial *trial, const struct task *task)
{
    uint64_t address = (uint64_t)task->arguments[0], physical;
    int wanted = model_read(mems_tasks_model(trial), address);
    unsigned char value = 0;
    char note[32];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    snprintf(note, sizeof note, "read %" PRIu64 " 1", address);
    if (!get(trial, note, address, &physical))
        return false;
    worker_read(trial->worker, physical, &value, 1);
    if (wanted < 0 || value == wanted)
        return true;
    phrase_add(&expected, "the byte at %" PRIu64 " is still the %d that was written there", address,
               wanted);
    phrase_add(&got, "it is %d", value);
    return trial_fail(trial, &(struct finding){.kind = "bytes disturbed",
                                               .manner = "bytes",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* ---- stats, mappings ------------------------------------------------------------------------- */

static bool check_stats(struct trial *trial, const struct task *task)
{
    (void)task;
    struct answer answer =
        worker_call_as(trial->worker, "call mems_print_stats", "mems_print_stats");
    return trial_has_come(trial, &answer, false, "mems_print_stats prints the chains") &&
           statistics_agree(trial, mems_tasks_model(trial), worker_output(trial->worker)) &&
           look(trial);
}

static bool check_mappings(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "desk_mappings %d", task->arguments[0]);
    state_of(trial)->is_limited = task->arguments[0] >= 0;
    return trial_has_come(trial, &answer, false, "a limit for mmap");
}

/* ---- The set --------------------------------------------------------------------------------- */

static const char *kind_of_event(const struct trial *trial, const struct event *event)
{
    (void)trial;
    switch (event->kind) {
    case EVENT_BAD_FREE:
    case EVENT_DOUBLE_FREE:
        return "malloc called"; /* what free was given did not come from it */
    case EVENT_WILD_ACCESS:
    case EVENT_OVERRUN:
        return "wild pointer";
    default:
        return NULL;
    }
}

static const struct task_row rows[] = {
    {.name = "init", .function = "mems_init", .perform = check_init},
    {.name = "finish", .function = "mems_finish", .perform = check_finish},
    {.name = "malloc", .arguments = 1, .function = "mems_malloc", .perform = check_malloc},
    {.name = "free", .arguments = 1, .function = "mems_free", .perform = check_free},
    {.name = "get", .arguments = 1, .function = "mems_get", .perform = check_get},
    {.name = "edges", .function = "mems_get", .perform = check_edges},
    {.name = "write", .arguments = 2, .function = "mems_get", .perform = check_write},
    {.name = "read", .arguments = 1, .function = "mems_get", .perform = check_read},
    {.name = "stats", .function = "mems_print_stats", .perform = check_stats},
    {.name = "mappings", .arguments = 1, .perform = check_mappings},
    {.name = NULL},
};

static const struct generator generators[] = {
    {"churn", 3, COUNT_MOST, churn_make, .seed = 2},
    {.name = NULL},
};

const struct task_set mems_tasks = {.name = "mems",
                                    .rows = rows,
                                    .generators = generators,
                                    .model_bytes = sizeof(struct state),
                                    .vary = addresses_vary,
                                    .begin = begin,
                                    .kind_of_event = kind_of_event};
