#include "grade/tasks/queue.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "grade/models/queue_fields.h"
#include "grade/twins/twin.h"

enum { QUEUES = 2, COUNT_MOST = 2000 };

struct model {
    struct model_queue queues[QUEUES];
    struct model_request stored; /* by the last successful pop */
    int blocks_left;             /* that malloc will still give; -1: any number */
};

static struct model *model_of(const struct trial *trial)
{
    return trial_model(trial, &queue_tasks);
}

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static bool is_true(const struct answer *answer)
{
    return (answer->result & 0xFF) != 0; /* the rest of the register means nothing for a bool */
}

/* The model takes over what the desk holds at the beginning. */
static bool begin(struct trial *trial)
{
    int64_t id = 0, size = 0;
    struct model *model = model_of(trial);
    worker_number(trial->worker, "desk_id", &id);
    worker_number(trial->worker, "desk_size", &size);
    model->stored = (struct model_request){(int)id, (int)size};
    model->blocks_left = -1;
    return true;
}

/* ---- Looking at memory ----------------------------------------------------------------------- */

static bool look_at_memory(struct trial *trial)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    const struct model_queue *queues = model_of(trial)->queues;
    int64_t waiting = (int64_t)(queues[0].count + queues[1].count);
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks - trial->live_blocks;
    if (blocks == waiting)
        return true;
    phrase_add(&expected, "%lld %s allocated, one for each request that waits", (long long)waiting,
               waiting == 1 ? "node" : "nodes");
    phrase_add(&got, "%lld %s allocated", (long long)blocks, blocks == 1 ? "node" : "nodes");
    if (blocks > waiting)
        trial_add_newest(trial, &got);
    return trial_fail(trial,
                      &(struct finding){.kind = blocks > waiting ? "leak" : "freed memory used",
                                        .manner = "memory",
                                        .expected = expected.bytes,
                                        .got = got.bytes});
}

static bool look(struct trial *trial, const struct task *task, const char *kind)
{
    return (!trial->check->looks_at_fields ||
            queue_fields_agree(trial, &model_of(trial)->queues[task->which], task->which, kind)) &&
           (!trial->check->looks_at_memory || look_at_memory(trial));
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

/* "queue_push returns true" */
static struct phrase say_result(const char *function, bool value)
{
    struct phrase text = {.used = 0};
    phrase_add(&text, "%s returns %s", function, truth(value));
    return text;
}

static bool expect_result(struct trial *trial, const char *function, const char *kind, bool wanted,
                          bool got)
{
    if (wanted == got)
        return true;
    struct phrase is_wanted = say_result(function, wanted), is_got = say_result(function, got);
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "result",
                                               .expected = is_wanted.bytes,
                                               .got = is_got.bytes,
                                               .holds = got ? "result == 1" : "result == 0"});
}

static bool check_litter(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "desk_litter &desk[%d]", task->which);
    return trial_has_come(trial, &answer, false, "garbage in the queue");
}

static bool check_init(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "queue_init &desk[%d]", task->which);
    struct model_queue *model = &model_of(trial)->queues[task->which];
    model->first = model->count = 0;
    return trial_has_come(trial, &answer, false, "queue_init leaves an empty queue") &&
           look(trial, task, NULL);
}

static bool check_push(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0], size = task->arguments[1];
    int *blocks_left = &model_of(trial)->blocks_left;
    bool has_memory = *blocks_left != 0;
    struct answer answer =
        worker_call(trial->worker, "queue_push &desk[%d] %d %d", task->which, id, size);
    struct phrase expected = say_result("queue_push", has_memory);
    const char *kind = has_memory ? NULL : "out of memory";
    if (!trial_has_come(trial, &answer, false, expected.bytes) ||
        !expect_result(trial, "queue_push", has_memory ? "request lost" : kind, has_memory,
                       is_true(&answer)))
        return false;
    struct model_queue *model = &model_of(trial)->queues[task->which];
    if (has_memory)
        model->requests[model->first + model->count++] = (struct model_request){id, size};
    if (*blocks_left > 0)
        --*blocks_left;
    return look(trial, task, kind);
}

/* Takes the oldest request out of the model; false when there is none. */
static bool pop_model(struct trial *trial, int queue)
{
    struct model_queue *model = &model_of(trial)->queues[queue];
    if (model->count == 0)
        return false;
    model_of(trial)->stored = model->requests[model->first++];
    model->count--;
    return true;
}

static bool was_pushed(const struct model_queue *model, int id, int size)
{
    for (size_t index = 0; index < model->first + model->count; index++)
        if (model->requests[index].id == id && model->requests[index].size == size)
            return true;
    return false;
}

static const char *kind_of_pop(const struct trial *trial, int queue, bool is_expected, bool got,
                               int id, int size)
{
    const struct model_queue *queues = model_of(trial)->queues, *other = &queues[1 - queue];
    if (!is_expected)
        return "wrong when empty";
    if (!got)
        return other->first + other->count > 0 ? "queues share" : "request lost";
    if (was_pushed(&queues[queue], id, size))
        return "wrong order";
    return was_pushed(other, id, size) ? "queues share" : "request changed";
}

/* What queue_pop answered and stored, as far as it matters. `before` is what the desk held. */
static bool judge_pop(struct trial *trial, int queue, bool is_expected, bool got,
                      struct model_request before, const char *expected)
{
    const struct model_request *wanted = &model_of(trial)->stored;
    struct phrase text = say_result("queue_pop", got), holds = {.used = 0};
    int64_t id = 0, size = 0;
    worker_number(trial->worker, "desk_id", &id);
    worker_number(trial->worker, "desk_size", &size);
    bool has_written = id != before.id || size != before.size;
    if (got == is_expected && id == wanted->id && size == wanted->size)
        return true;
    if (got || has_written)
        phrase_add(&text, "%s id %lld, size %lld", got ? "," : ", but writes", (long long)id,
                   (long long)size);
    if (got != is_expected)
        phrase_add(&holds, "result == %d", got);
    else if (id != wanted->id)
        phrase_add(&holds, "desk_id == %lld", (long long)id);
    else
        phrase_add(&holds, "desk_size == %lld", (long long)size);
    const char *kind = kind_of_pop(trial, queue, is_expected, got, (int)id, (int)size);
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = got == is_expected ? "values" : "result",
                                               .expected = expected,
                                               .got = text.bytes,
                                               .holds = holds.bytes,
                                               .look = got || has_written
                                                           ? "`print desk_id`, `print desk_size`"
                                                           : NULL});
}

static bool check_pop(struct trial *trial, const struct task *task)
{
    struct model_request before = model_of(trial)->stored;
    struct answer answer =
        worker_call(trial->worker, "queue_pop &desk[%d] &desk_id &desk_size", task->which);
    bool is_expected = pop_model(trial, task->which);
    struct phrase expected = say_result("queue_pop", is_expected);
    if (is_expected)
        phrase_add(&expected, ", id %d, size %d", model_of(trial)->stored.id,
                   model_of(trial)->stored.size);
    else
        phrase_add(&expected, ", and writes nothing");
    return trial_has_come(trial, &answer, false, expected.bytes) &&
           judge_pop(trial, task->which, is_expected, is_true(&answer), before, expected.bytes) &&
           look(trial, task, NULL);
}

static bool check_is_empty(struct trial *trial, const struct task *task)
{
    bool wanted = model_of(trial)->queues[task->which].count == 0;
    struct answer answer = worker_call(trial->worker, "queue_is_empty &desk[%d]", task->which);
    struct phrase expected = say_result("queue_is_empty", wanted);
    return trial_has_come(trial, &answer, false, expected.bytes) &&
           expect_result(trial, "queue_is_empty", "fields disagree", wanted, is_true(&answer)) &&
           look(trial, task, NULL);
}

static bool check_destroy(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "queue_destroy &desk[%d]", task->which);
    struct model_queue *model = &model_of(trial)->queues[task->which];
    model->first = model->count = 0;
    return trial_has_come(trial, &answer, false, "queue_destroy leaves an empty queue") &&
           look(trial, task, NULL);
}

/* The number of blocks that malloc still gives. */
static bool check_memory(struct trial *trial, const struct task *task)
{
    worker_limit_blocks(trial->worker, task->arguments[0]);
    model_of(trial)->blocks_left = task->arguments[0];
    return true;
}

/* ---- Many at once ---------------------------------------------------------------------------- */

static bool add_push(const struct maker *maker, int queue, uint64_t *seed)
{
    int id = maker_draw(seed, 60), size = 1 + maker_draw(seed, 150);
    return maker_add(maker, "push", queue, id, size);
}

static bool fill(const struct maker *maker, const struct task *order)
{
    uint64_t seed = (uint64_t)order->arguments[1];
    for (int made = 0; made < order->arguments[0]; made++)
        if (!add_push(maker, order->which, &seed))
            return false;
    return true;
}

static bool drain(const struct maker *maker, const struct task *order)
{
    for (int made = 0; made < order->arguments[0]; made++)
        if (!maker_add(maker, "pop", order->which, 0, 0))
            return false;
    return true;
}

/* Long runs of mostly pushes and mostly pops in turn: the queues grow, and run empty. */
static bool mix(const struct maker *maker, const struct task *order)
{
    enum { RUN = 12 };
    uint64_t seed = (uint64_t)order->arguments[1];
    for (int made = 0; made < order->arguments[0]; made++) {
        int which = order->which == 0 ? 0 : maker_draw(&seed, QUEUES);
        int dice = maker_draw(&seed, 10), pushes = made / RUN % 2 == 0 ? 6 : 2;
        if (!(dice < pushes ? add_push(maker, which, &seed)
                            : maker_add(maker, dice == 9 ? "is_empty" : "pop", which, 0, 0)))
            return false;
    }
    return true;
}

static const char *kind_of_event(const struct trial *trial, const struct event *event)
{
    const struct task_row *row = trial->check->tasks[trial->failure.task].row;
    bool is_refused = row->perform == check_push && model_of(trial)->blocks_left == 0;
    return event->kind == EVENT_NULL_ACCESS && is_refused ? "out of memory" : NULL;
}

static const struct task_row rows[] = {
    {.name = "litter", .on_other = true, .perform = check_litter},
    {.name = "init", .on_other = true, .function = "queue_init", .perform = check_init},
    {"push", .arguments = 2, .request = "is", .on_other = true, .function = "queue_push",
     .perform = check_push},
    {.name = "pop", .on_other = true, .function = "queue_pop", .perform = check_pop},
    {.name = "is_empty", .on_other = true, .function = "queue_is_empty", .perform = check_is_empty},
    {.name = "destroy", .on_other = true, .function = "queue_destroy", .perform = check_destroy},
    {.name = "memory", .arguments = 1, .perform = check_memory},
    {.name = NULL},
};

static const struct generator generators[] = {
    {"fill", 2, COUNT_MOST, fill, .seed = 1},
    {"drain", 1, COUNT_MOST, drain, .seed = 0},
    {"mixed", 2, COUNT_MOST, mix, .seed = 1},
    {.name = NULL},
};

const struct task_set queue_tasks = {.name = "queue",
                                     .rows = rows,
                                     .generators = generators,
                                     .model_bytes = sizeof(struct model),
                                     .vary = twin_vary_requests,
                                     .shown = {"desk[0]", "desk[1]"},
                                     .begin = begin,
                                     .kind_of_event = kind_of_event};
