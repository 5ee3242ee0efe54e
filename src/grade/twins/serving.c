#include "grade/twins/serving.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "grade/models/bytes.h"
#include "grade/tasks/server.h"
#include "grade/twins/twin.h"
#include "grade/worker/worker.h" /* WORKER_MEMORY */

enum { NO_PLACE_ANSWER = -1, TRIES = 200 };

/* The memory server, with nobody's code in it. */
struct serving {
    struct bytes bytes;
    const struct task *queue[WORKER_THREADS]; /* requests that wait */
    int waiting;
    int answers[WORKER_THREADS];
    enum placement placement;
    int rover;
};

static bool is_named(const struct task *task, const char *name)
{
    return task->set == &server_tasks && strcmp(task->row->name, name) == 0;
}

static void enqueue(struct serving *serving, const struct task *task)
{
    if (serving->waiting < WORKER_THREADS)
        serving->queue[serving->waiting++] = task;
}

static void serve(struct serving *serving)
{
    for (int index = 0; index < serving->waiting; index++) {
        int id = serving->queue[index]->arguments[0], size = serving->queue[index]->arguments[1];
        struct run hole = bytes_placed(&serving->bytes, serving->placement, size, &serving->rover);
        serving->answers[id] = hole.size == 0 ? NO_PLACE_ANSWER : hole.start;
        if (hole.size > 0)
            bytes_own(&serving->bytes, hole.start, size, id);
    }
    serving->waiting = 0;
}

static void release(struct serving *serving, int id)
{
    struct run run = bytes_of(&serving->bytes, id);
    bytes_own(&serving->bytes, run.start, run.size, BYTES_NOBODY);
}

/* "desk_placement 2" (labs/lab4-placement/desk.c). */
static void call(struct serving *serving, const char *text)
{
    int number;
    if (sscanf(text, "desk_placement %d", &number) == 1)
        serving->placement = (enum placement)number;
}

/* Serves all requests, and writes what is answered into the tasks `answer`. */
static void answer_all(struct task *tasks, size_t count)
{
    struct serving serving = {.waiting = 0};
    bytes_clear(&serving.bytes, WORKER_MEMORY);
    for (size_t index = 0; index < count; index++)
        if (tasks[index].text != NULL)
            call(&serving, tasks[index].text);
        else if (is_named(&tasks[index], "enqueue"))
            enqueue(&serving, &tasks[index]);
        else if (is_named(&tasks[index], "serve"))
            serve(&serving);
        else if (is_named(&tasks[index], "free"))
            release(&serving, tasks[index].arguments[0]);
        else if (is_named(&tasks[index], "answer"))
            tasks[index].arguments[1] = serving.answers[tasks[index].arguments[0]];
}

/* Other threads, and from a `size_seed` other than 0 other sizes. */
static void vary(struct task *tasks, size_t count, uint64_t seed, uint64_t size_seed)
{
    for (size_t index = 0; index < count; index++) {
        struct task *task = &tasks[index];
        if (task->set != &server_tasks || task->row->arguments == 0)
            continue;
        task->arguments[0] = twin_id(task->arguments[0], seed);
        if (is_named(task, "enqueue") && size_seed != 0)
            task->arguments[1] = twin_size(task->arguments[1], size_seed);
    }
}

/* Whether the answers are the same, or with `in_kind` refusals where there were some, and no others. */
static bool agree(const struct task *tasks, const struct task *others, size_t count, bool in_kind)
{
    for (size_t index = 0; index < count; index++) {
        int first = tasks[index].arguments[1], second = others[index].arguments[1];
        if (is_named(&tasks[index], "answer") &&
            (in_kind ? (first < 0) != (second < 0) : first != second))
            return false;
    }
    return true;
}

void serving_vary(struct task *tasks, size_t count, uint64_t seed)
{
    size_t bytes = count * sizeof *tasks;
    struct task *others = malloc(bytes);
    if (others == NULL)
        return;
    memcpy(others, tasks, bytes);
    answer_all(others, count);
    bool is_understood = agree(tasks, others, count, false), is_found = false;
    for (uint64_t try = 1; try <= TRIES && is_understood && !is_found; try++) {
        memcpy(others, tasks, bytes);
        vary(others, count, seed, seed + try);
        answer_all(others, count);
        is_found = agree(tasks, others, count, true);
    }
    if (is_found)
        memcpy(tasks, others, bytes);
    else
        vary(tasks, count, seed, 0);
    free(others);
}
