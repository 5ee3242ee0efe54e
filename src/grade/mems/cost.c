#include "grade/mems/cost.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "grade/hygiene/hygiene.h"
#include "grade/hygiene/objects.h"
#include "grade/mems/chain.h"
#include "grade/mems/mems.h"

enum {
    FEW_BLOCKS = 500,
    MANY_BLOCKS = 4000,
    CALLS = 60,  /* of a kind, that a growth is measured by; */
    DEAREST = 3, /* of which the dearest are left out: now and then a table has to grow */
    GROWTH_SEED = 9,
    FEW_COST =
        1000, /* and more than the budget: a call that wastes as much as the largest heap would
                        need grows no more, and is none the faster */
    SMALL_MOST = 200, /* bytes of a block in the heap: as in desk.c */
    LARGE_MOST = 8000,
    FIRST_EACH = 50,
    NEW_OF = 3, /* of so many requests that are measured all but one find no hole */
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

static uint64_t draw_size(struct chance *chance, int most)
{
    return 1 + (uint64_t)draw(chance, most);
}

/* The last call of those that make a heap. */
struct last_call {
    int number; /* from 1 on */
    const char *function;
    uint64_t argument;
};

/* What desk_heap_until() does, done to the model. */
static struct last_call fill_model(struct mems_model *model, struct chance *chance, int count,
                                   int calls)
{
    uint64_t blocks[MANY_BLOCKS];
    struct last_call last = {.number = 0};
    model_clear(model);
    model_free(model, model_malloc(model, (uint64_t)count * FIRST_EACH));
    for (int index = 0; index < count && last.number < calls; index++) {
        last = (struct last_call){last.number + 1, "mems_malloc",
                                  draw_size(chance, index < count / 2 ? SMALL_MOST : LARGE_MOST)};
        blocks[index] = model_malloc(model, last.argument);
    }
    for (int index = 0; index < count && last.number < calls; index++)
        if (draw(chance, 2) == 1) {
            last = (struct last_call){last.number + 1, "mems_free", blocks[index]};
            model_free(model, blocks[index]);
        }
    return last;
}

/* The first `calls` calls of a heap, in program and model; *last is the last of them. */
static bool begin_heap(struct trial *trial, int count, int seed, int calls, struct last_call *last)
{
    static const char expected[] = "blocks and holes where first fit puts them";
    chance_of(trial)->state = (uint32_t)seed;
    *last = fill_model(mems_tasks_model(trial), chance_of(trial), count, calls);
    struct answer answer =
        calls == INT_MAX
            ? worker_call(trial->worker, "desk_heap %d %d", count, seed)
            : worker_call(trial->worker, "desk_heap_until %d %d %d", count, seed, calls);
    return trial_has_come(trial, &answer, false, expected) &&
           chain_agrees(trial, mems_tasks_model(trial));
}

/* The heap is wrong after its last call: finds, by bisection, one behind which it is wrong and
 * before which it was right, and leaves the program behind that. Always false. */
static bool find_wrong_call(struct trial *trial, int count, int seed, struct worker_mark mark,
                            struct last_call last)
{
    int right = 0, wrong = last.number;
    while (wrong - right > 1) {
        int middle = right + (wrong - right) / 2;
        worker_return(trial->worker, mark);
        if (begin_heap(trial, count, seed, middle, &last))
            right = middle;
        else
            wrong = middle;
    }
    worker_return(trial->worker, mark);
    begin_heap(trial, count, seed, wrong, &last);
    struct phrase expected = {.used = 0};
    phrase_add(&expected, "after call %d, %s(%" PRIu64 "): %s", last.number, last.function,
               last.argument, trial->failure.expected);
    snprintf(trial->failure.expected, sizeof trial->failure.expected, "%s", expected.bytes);
    trial->failure.function = last.function;
    return false;
}

static bool make_heap(struct trial *trial, int count, int seed)
{
    struct worker_mark mark = worker_mark(trial->worker);
    struct last_call last;
    count = count < MANY_BLOCKS ? count : MANY_BLOCKS;
    if (begin_heap(trial, count, seed, INT_MAX, &last))
        return true;
    bool has_come = worker_machine(trial->worker)->event.kind == EVENT_NONE;
    return has_come && find_wrong_call(trial, count, seed, mark, last);
}

static bool check_heap(struct trial *trial, const struct task *task)
{
    return make_heap(trial, task->arguments[0], task->arguments[1]);
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
    struct chance *chance = chance_of(trial);
    bool is_new = draw(chance, NEW_OF) > 0;
    return mems_tasks_malloc(trial, draw_size(chance, LARGE_MOST) + (is_new ? LARGE_MOST : 0));
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

/* What calls cost, the dearest of them apart. */
struct bill {
    uint64_t sum, dearest[DEAREST];
    int calls; /* in the sum */
};

static void bill_add(struct bill *bill, uint64_t cost)
{
    for (int index = 0; index < DEAREST; index++) {
        uint64_t other = bill->dearest[index];
        if (cost <= other)
            continue;
        bill->dearest[index] = cost;
        cost = other;
    }
    bill->sum += cost;
    bill->calls++;
}

/* The loads and stores of a call, on average over `count` of them, fewer when no block is left; false
 * when one failed. */
static bool measure(struct trial *trial, const struct measured *measured, int count, uint64_t *cost)
{
    const struct machine *machine = worker_machine(trial->worker);
    struct bill bill = {.calls = -DEAREST};
    for (int index = 0; index < count && model_sum(mems_tasks_model(trial)).blocks > 0; index++) {
        uint64_t before = machine->accesses;
        if (!measured->call(trial))
            return false;
        bill_add(&bill, machine->accesses - before);
    }
    *cost = bill.calls > 0 ? bill.sum / (uint64_t)bill.calls : 0;
    return true;
}

static bool fail_cost(struct trial *trial, const struct measured *measured, int blocks,
                      const struct task *task, uint64_t cost)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    phrase_add(&expected,
               "%s: at most %d loads and stores a call with %d blocks, on average over %d calls "
               "without the dearest %d",
               measured->name, task->arguments[3], task->arguments[0], task->arguments[2], DEAREST);
    phrase_add(&got, "%" PRIu64 " a call", cost);
    if (blocks < task->arguments[0])
        phrase_add(&got, " with %d blocks already", blocks);
    return trial_fail(trial, &(struct finding){.kind = measured->kind_of_cost,
                                               .manner = "cost",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* In a smaller heap first: what is far too slow is told before it takes long. */
static bool check_cost(struct trial *trial, const struct measured *measured,
                       const struct task *task)
{
    enum { SMALLER = 4 };
    const int *numbers = task->arguments, sizes[] = {numbers[0] / SMALLER, numbers[0]};
    for (size_t index = 0; index < sizeof sizes / sizeof *sizes; index++) {
        uint64_t cost;
        if (!make_heap(trial, sizes[index], numbers[1]) ||
            !measure(trial, measured, numbers[2], &cost))
            return false;
        snprintf(trial->note, sizeof trial->note, "%" PRIu64, cost);
        if (cost > (uint64_t)numbers[3])
            return fail_cost(trial, measured, sizes[index], task, cost);
    }
    return true;
}

static bool fail_growth(struct trial *trial, const struct measured *measured, int blocks,
                        uint64_t percent, uint64_t most, uint64_t cost)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    phrase_add(&expected,
               "%s: with %d blocks at most %" PRIu64
               " %% of the loads and stores with %d, or of %d",
               measured->name, blocks, most, FEW_BLOCKS, FEW_COST);
    phrase_add(&got, "%" PRIu64 " %%: %" PRIu64 " a call", percent, cost);
    return trial_fail(trial, &(struct finding){.kind = measured->kind_of_growth,
                                               .manner = "growth",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* Of the heap by which a growth is measured: another with each seed of the grading. */
static int growth_seed(const struct trial *trial)
{
    return (int)(GROWTH_SEED - 1 + trial->checks->seed);
}

/* Half of the growth is allowed at the first doubling, where chance has most to say, and a quarter at
   each of the two others. Ends at the first heap that costs too much: what grows fast is told
   before it takes long. */
static bool check_growth(struct trial *trial, const struct measured *measured,
                         const struct task *task)
{
    enum { PARTS = 4 };
    uint64_t first = 0, most = 100, part = ((uint64_t)task->arguments[0] - 100) / PARTS;
    for (int blocks = FEW_BLOCKS; blocks <= MANY_BLOCKS; blocks *= 2) {
        uint64_t cost;
        if (!make_heap(trial, blocks, growth_seed(trial)) ||
            !measure(trial, measured, CALLS, &cost))
            return false;
        cost = cost > 0 ? cost : 1;
        if (blocks == FEW_BLOCKS)
            first = cost < FEW_COST ? cost : FEW_COST;
        else if (100 * cost > most * first)
            return fail_growth(trial, measured, blocks, 100 * cost / first, most, cost);
        snprintf(trial->note, sizeof trial->note, "%" PRIu64 " %%", 100 * cost / first);
        most += blocks == FEW_BLOCKS ? 2 * part : part;
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

/* Of the student's files. */
static uint64_t variable_bytes(const struct submission *submission)
{
    uint64_t bytes = 0;
    for (size_t index = 0; submission->texts[index] != NULL; index++) {
        struct object object = {.count = 0};
        char *path = hygiene_part(submission->folder, index);
        if (path != NULL && object_open(&object, path))
            bytes += object.variable_bytes;
        object_close(&object);
        free(path);
    }
    return bytes;
}

static bool check_metadata(struct trial *trial, const struct task *task)
{
    struct model_totals totals = model_sum(mems_tasks_model(trial));
    struct phrase expected = {.used = 0}, got = {.used = 0};
    const struct machine *machine = worker_machine(trial->worker);
    uint64_t used =
        machine->pages.mapped_bytes + machine->heap.live_bytes + variable_bytes(trial->submission);
    uint64_t beside = used > totals.mapped_bytes ? used - totals.mapped_bytes : 0;
    uint64_t blocks = totals.blocks > 0 ? totals.blocks : 1;
    uint64_t most = (uint64_t)task->arguments[0];
    snprintf(trial->note, sizeof trial->note, "%" PRIu64 " bytes", beside / blocks);
    if (beside <= most * blocks)
        return true;
    phrase_add(&expected,
               "at most %" PRIu64 " bytes of memory beside the main nodes for each block", most);
    phrase_add(&got, "%" PRIu64 " bytes: %" PRIu64 " for %" PRIu64 " blocks", beside / blocks,
               beside, blocks);
    return trial_fail(trial, &(struct finding){.kind = "too much metadata",
                                               .manner = "metadata",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

static const struct task_row rows[] = {
    {.name = "heap", .arguments = 2, .seed = 2, .function = "mems_malloc", .perform = check_heap},
    {.name = "mallocs",
     .arguments = 4,
     .seed = 2,
     .function = "mems_malloc",
     .perform = check_mallocs},
    {.name = "frees", .arguments = 4, .seed = 2, .function = "mems_free", .perform = check_frees},
    {.name = "gets", .arguments = 4, .seed = 2, .function = "mems_get", .perform = check_gets},
    {"malloc_growth", .arguments = 1, .function = "mems_malloc", .perform = check_malloc_growth},
    {"free_growth", .arguments = 1, .function = "mems_free", .perform = check_free_growth},
    {"get_growth", .arguments = 1, .function = "mems_get", .perform = check_get_growth},
    {.name = "metadata", .arguments = 1, .perform = check_metadata},
    {.name = NULL},
};

const struct task_set cost_tasks = {
    .name = "cost", .rows = rows, .model_bytes = sizeof(struct chance)};
