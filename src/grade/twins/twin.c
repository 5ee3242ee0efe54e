#include "grade/twins/twin.h"

#include <stdlib.h>
#include <string.h>

#include "stepper/machine/scheduler.h"

enum {
    THREADS = 10, /* that request at the prompt; those behind them exist in some labs only */
    THREADS_MOST = 60,
    SIZE_MOST = 1 << 20, /* larger ones are there because no memory is */
    NEAR = 4             /* another size lies within a quarter of the first */
};

/* ---- Numbers --------------------------------------------------------------------------------- */

/* The place of `id` in a row of all below `count` that the seed has shuffled. */
static int shuffled(int id, int count, uint64_t seed)
{
    int row[THREADS_MOST] = {0};
    for (int index = 0; index < count; index++) {
        int other = maker_draw(&seed, index + 1);
        row[index] = row[other];
        row[other] = index;
    }
    return row[id];
}

int twin_id(int id, uint64_t seed)
{
    if (id < 0 || id >= THREADS_MOST)
        return id;
    return id < THREADS ? shuffled(id, THREADS, seed)
                        : THREADS + shuffled(id - THREADS, THREADS_MOST - THREADS, seed);
}

int twin_size(int size, uint64_t seed)
{
    uint64_t own = seed + (uint64_t)size;
    int away = 1 + size / NEAR;
    if (size <= 0 || size > SIZE_MOST)
        return size;
    return maker_draw(&own, 2) == 0 || size <= away ? size + 1 + maker_draw(&own, away)
                                                    : size - 1 - maker_draw(&own, away);
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

void twin_vary_requests(struct task *tasks, size_t count, uint64_t seed)
{
    for (size_t index = 0; index < count; index++) {
        struct task *task = &tasks[index];
        for (int place = 0; place < task->row->arguments && task->row->request != NULL; place++)
            if (task->row->request[place] == 'i')
                task->arguments[place] = twin_id(task->arguments[place], seed);
            else if (task->row->request[place] == 's')
                task->arguments[place] = twin_size(task->arguments[place], seed);
    }
}

/* Takes over the tasks that a twin can have; false when it can have none. */
static bool copy_tasks(struct check *twin, const struct check *check)
{
    twin->tasks = calloc(check->task_count, sizeof *twin->tasks);
    twin->task_room = check->task_count;
    for (size_t index = 0; index < check->task_count && twin->tasks != NULL; index++) {
        const struct task *task = &check->tasks[index];
        if (task->set->stands_apart)
            continue;
        if (task->set->vary == NULL)
            return false;
        twin->tasks[twin->task_count++] = *task;
    }
    return twin->task_count > 0;
}

/* Whether a task before this one has had its numbers changed by the same function. */
static bool was_varied(const struct check *twin, size_t task)
{
    for (size_t index = 0; index < task; index++)
        if (twin->tasks[index].set->vary == twin->tasks[task].set->vary)
            return true;
    return false;
}

bool twin_make(struct check *twin, const struct check *check, uint64_t seed)
{
    *twin = *check;
    twin->is_twin = true;
    twin->tasks = NULL;
    twin->task_count = 0;
    if (!copy_tasks(twin, check)) {
        twin_free(twin);
        return false;
    }
    for (size_t index = 0; index < twin->task_count; index++)
        if (!was_varied(twin, index))
            twin->tasks[index].set->vary(twin->tasks, twin->task_count, seed);
    return true;
}

void twin_free(struct check *twin)
{
    free(twin->tasks);
    twin->tasks = NULL;
    twin->task_count = twin->task_room = 0;
}
