#include "grade/twins/addresses.h"

#include <stdlib.h>
#include <string.h>

#include "grade/mems/mems.h"
#include "grade/mems/model.h"
#include "grade/twins/twin.h"

enum { PAIRS = 500 };

/* A block of the check and that of its twin. */
struct pair {
    uint64_t start, size, other_start, other_size;
};

/* Check and twin, call by call. */
struct twins {
    struct mems_model heap, other;
    struct pair pairs[PAIRS]; /* in the order of their calls */
    size_t count;
};

static bool is_named(const struct task *task, const char *name)
{
    return task->set == &mems_tasks && strcmp(task->row->name, name) == 0;
}

static uint64_t other_address(const struct twins *twins, uint64_t address)
{
    for (size_t index = twins->count; index-- > 0;) {
        const struct pair *pair = &twins->pairs[index];
        uint64_t into = address - pair->start;
        if (address < pair->start || into >= pair->size)
            continue;
        bool is_last = into > 0 && into + 1 == pair->size;
        return pair->other_start +
               (is_last ? pair->other_size - 1 : into * pair->other_size / pair->size);
    }
    return address;
}

static void do_malloc(struct twins *twins, struct task *task, uint64_t seed)
{
    uint64_t size = (uint64_t)task->arguments[0];
    task->arguments[0] = twin_size(task->arguments[0], seed);
    struct pair pair = {.size = size, .other_size = (uint64_t)task->arguments[0]};
    pair.start = model_malloc(&twins->heap, pair.size);
    pair.other_start = model_malloc(&twins->other, pair.other_size);
    if (pair.start != 0 && pair.other_start != 0 && twins->count < PAIRS)
        twins->pairs[twins->count++] = pair;
}

static void do_free(struct twins *twins, struct task *task)
{
    uint64_t other = other_address(twins, (uint64_t)task->arguments[0]);
    model_free(&twins->heap, (uint64_t)task->arguments[0]);
    model_free(&twins->other, other);
    task->arguments[0] = (int)other;
}

static void begin(struct twins *twins)
{
    model_clear(&twins->heap);
    model_clear(&twins->other);
    twins->count = 0;
}

static void vary(struct twins *twins, struct task *task, uint64_t seed)
{
    if (is_named(task, "malloc"))
        do_malloc(twins, task, seed);
    else if (is_named(task, "free"))
        do_free(twins, task);
    else if (is_named(task, "init") || is_named(task, "finish"))
        begin(twins);
    else if (is_named(task, "get") || is_named(task, "read") || is_named(task, "write"))
        task->arguments[0] = (int)other_address(twins, (uint64_t)task->arguments[0]);
}

void addresses_vary(struct task *tasks, size_t count, uint64_t seed)
{
    struct twins *twins = calloc(1, sizeof *twins);
    if (twins == NULL)
        return;
    begin(twins);
    for (size_t index = 0; index < count; index++)
        vary(twins, &tasks[index], seed);
    free(twins);
}
