#include "grade/tasks/cost.h"

#include <inttypes.h>

#include "grade/mems/chain.h"
#include "grade/tasks/mems.h"

enum {
    FEW_BLOCKS = 250,
    MANY_BLOCKS = 4000,
    CALLS = 60, /* of a kind, that a growth is measured by */
    GROWTH_SEED = 9,
    SIZE_MOST = 200,        /* of a block in the heap: as in desk.c */
    MEASURED_LEAST = 800,   /* bytes of a request whose cost is measured */
    MEASURED_SPREAD = 1200, /* and up to so many more */
    MULTIPLIER = 1103515245,
    INCREMENT = 12345
};

/* Chance as desk.c has it. */
struct chance {
    uint32_t state;
};

static struct chance *chance_of(const struct trial *trial)
{
    return trial_model(trial, &cost_tasks);
}

static int draw(struct chance *chance, int limit)
{
    chance->state = chance->state * MULTIPLIER + INCREMENT;
    return (int)((chance->state >> 16) % (uint32_t)limit);
}

/* ---- The heap -------------------------------------------------------------------------------- */

/* What desk_heap() does, done to the model. */
static void fill_model(struct mems_model *model, struct chance *chance, int count)
{
    uint64_t blocks[MANY_BLOCKS];
    model_clear(model);
    for (int index = 0; index < count; index++)
        blocks[index] = model_malloc(model, (uint64_t)(1 + draw(chance, SIZE_MOST)));
    for (int index = 0; index < count; index++)
        if (draw(chance, 2) == 1)
            model_free(model, blocks[index]);
}

static bool make_heap(struct trial *trial, int count, int seed)
{
    static const char expected[] = "blocks and holes where first fit puts them";
    chance_of(trial)->state = (uint32_t)seed;
    fill_model(mems_tasks_model(trial), chance_of(trial), count);
    struct answer answer = worker_call(trial->worker, "desk_heap %d %d", count, seed);
    return trial_has_come(trial, &answer, false, expected) &&
           chain_agrees(trial, mems_tasks_model(trial));
}

static bool check_heap(struct trial *trial, const struct task *task)
{
    int count = task->arguments[0] < MANY_BLOCKS ? task->arguments[0] : MANY_BLOCKS;
    return make_heap(trial, count, task->arguments[1]);
}

/* ---- Calls that are measured ----------------------------------------------------------------- */

/* A block at random: the first from somewhere on. The heap must have one. */
static const struct model_interval *any_block(const struct trial *trial)
{
    const struct mems_model *model = mems_tasks_model(trial);
    size_t index = (size_t)draw(chance_of(trial), (int)model->count);
    while (!model->intervals[index].is_block)
        index = (index + 1) % model->count;
    return &model->intervals[index];
}

static bool do_malloc(struct trial *trial)
{
    return mems_tasks_malloc(trial,
                             (uint64_t)(MEASURED_LEAST + draw(chance_of(trial), MEASURED_SPREAD)));
}

static bool do_free(struct trial *trial)
{
    return mems_tasks_free(trial, any_block(trial)->start);
}

static bool do_get(struct trial *trial)
{
    const struct model_interval *block = any_block(trial);
    return mems_tasks_get(trial, block->start + (uint64_t)draw(chance_of(trial), (int)block->size));
}

/* What is measured of a function. */
struct measured {
    const char *name, *kind_of_cost, *kind_of_growth;
    bool (*call)(struct trial *trial);
};

static const struct measured measured_malloc = {"mems_malloc", "slow malloc", "malloc grows",
                                                do_malloc};
static const struct measured measured_free = {"mems_free", "slow free", "free grows", do_free};
static const struct measured measured_get = {"mems_get", "slow get", "get grows", do_get};

/* The loads and stores of `count` calls, fewer when no block is left; false when one failed. */
static bool measure(struct trial *trial, const struct measured *measured, int count, uint64_t *cost)
{
    const struct machine *machine = worker_machine(trial->worker);
    *cost = 0;
    for (int index = 0; index < count && model_sum(mems_tasks_model(trial)).blocks > 0; index++) {
        uint64_t before = machine->accesses;
        if (!measured->call(trial))
            return false;
        *cost += machine->accesses - before;
    }
    return true;
}

static bool check_cost(struct trial *trial, const struct measured *measured,
                       const struct task *task)
{
    uint64_t cost, count = (uint64_t)task->arguments[0], most = (uint64_t)task->arguments[1];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    if (!measure(trial, measured, task->arguments[0], &cost))
        return false;
    cost /= count;
    snprintf(trial->note, sizeof trial->note, "%" PRIu64, cost);
    if (cost <= most)
        return true;
    phrase_add(&expected,
               "%s: at most %" PRIu64 " loads and stores a call, on average over %" PRIu64 " calls",
               measured->name, most, count);
    phrase_add(&got, "%" PRIu64 " a call", cost);
    return trial_fail(trial, &(struct finding){.kind = measured->kind_of_cost,
                                               .manner = "cost",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

static bool fail_growth(struct trial *trial, const struct measured *measured, int blocks,
                        uint64_t percent, uint64_t most, uint64_t cost)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    phrase_add(&expected,
               "%s: with %d blocks at most %" PRIu64 " %% of the loads and stores with %d",
               measured->name, blocks, most, FEW_BLOCKS);
    phrase_add(&got, "%" PRIu64 " %%: %" PRIu64 " a call", percent, cost / CALLS);
    return trial_fail(trial, &(struct finding){.kind = measured->kind_of_growth,
                                               .manner = "growth",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* Ends at the first heap that costs too much: what grows fast is told before it takes long. */
static bool check_growth(struct trial *trial, const struct measured *measured,
                         const struct task *task)
{
    uint64_t first = 0, most = 100;
    for (int blocks = FEW_BLOCKS; blocks <= MANY_BLOCKS; blocks *= 2) {
        uint64_t cost;
        if (!make_heap(trial, blocks, GROWTH_SEED) || !measure(trial, measured, CALLS, &cost))
            return false;
        cost = cost > 0 ? cost : 1;
        first = blocks == FEW_BLOCKS ? cost : first;
        if (100 * cost > most * first)
            return fail_growth(trial, measured, blocks, 100 * cost / first, most, cost);
        snprintf(trial->note, sizeof trial->note, "%" PRIu64 " %%", 100 * cost / first);
        most += (uint64_t)task->arguments[0];
    }
    return true;
}

static bool check_mallocs(struct trial *trial, const struct task *task)
{
    return check_cost(trial, &measured_malloc, task);
}

static bool check_frees(struct trial *trial, const struct task *task)
{
    return check_cost(trial, &measured_free, task);
}

static bool check_gets(struct trial *trial, const struct task *task)
{
    return check_cost(trial, &measured_get, task);
}

static bool check_malloc_growth(struct trial *trial, const struct task *task)
{
    return check_growth(trial, &measured_malloc, task);
}

static bool check_free_growth(struct trial *trial, const struct task *task)
{
    return check_growth(trial, &measured_free, task);
}

static bool check_get_growth(struct trial *trial, const struct task *task)
{
    return check_growth(trial, &measured_get, task);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static bool check_metadata(struct trial *trial, const struct task *task)
{
    struct model_totals totals = model_sum(mems_tasks_model(trial));
    struct phrase expected = {.used = 0}, got = {.used = 0};
    uint64_t mapped = worker_machine(trial->worker)->pages.mapped_bytes;
    uint64_t beside = mapped > totals.mapped_bytes ? mapped - totals.mapped_bytes : 0;
    uint64_t blocks = totals.blocks > 0 ? totals.blocks : 1;
    uint64_t most = (uint64_t)task->arguments[0];
    snprintf(trial->note, sizeof trial->note, "%" PRIu64 " bytes", beside / blocks);
    if (beside <= most * blocks)
        return true;
    phrase_add(&expected, "at most %" PRIu64 " bytes mapped beside the main nodes for each block",
               most);
    phrase_add(&got, "%" PRIu64 " bytes: %" PRIu64 " for %" PRIu64 " blocks", beside / blocks,
               beside, blocks);
    return trial_fail(trial, &(struct finding){.kind = "too much metadata",
                                               .manner = "metadata",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

static const struct task_row rows[] = {
    {.name = "heap", .arguments = 2, .function = "mems_malloc", .perform = check_heap},
    {.name = "mallocs", .arguments = 2, .function = "mems_malloc", .perform = check_mallocs},
    {.name = "frees", .arguments = 2, .function = "mems_free", .perform = check_frees},
    {.name = "gets", .arguments = 2, .function = "mems_get", .perform = check_gets},
    {"malloc_growth", .arguments = 1, .function = "mems_malloc", .perform = check_malloc_growth},
    {"free_growth", .arguments = 1, .function = "mems_free", .perform = check_free_growth},
    {"get_growth", .arguments = 1, .function = "mems_get", .perform = check_get_growth},
    {.name = "metadata", .arguments = 1, .perform = check_metadata},
    {.name = NULL},
};

const struct task_set cost_tasks = {
    .name = "cost", .rows = rows, .model_bytes = sizeof(struct chance)};
