#include "grade/queue.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "server/request_queue.h"

enum { SHOWN_REQUESTS = 6 };

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static bool is_true(const struct answer *answer)
{
    return (answer->result & 0xFF) != 0; /* the rest of the register means nothing for a bool */
}

void queue_check_begin(struct trial *trial)
{
    int64_t id = 0, size = 0;
    worker_number(trial->worker, "desk_id", &id);
    worker_number(trial->worker, "desk_size", &size);
    trial->id = (int)id;
    trial->size = (int)size;
}

/* ---- Text ------------------------------------------------------------------------------------ */

struct text {
    char bytes[FAILURE_BYTES];
    size_t used;
};

/* Adds at the end; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) static void add(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length =
        vsnprintf(text->bytes + text->used, sizeof text->bytes - text->used, format, arguments);
    va_end(arguments);
    if (length > 0)
        text->used += (size_t)length;
    if (text->used >= sizeof text->bytes)
        text->used = sizeof text->bytes - 1;
}

/* Request number `index` of a list, while there is room. */
static void add_request(struct text *text, size_t index, int id, int size)
{
    if (index < SHOWN_REQUESTS)
        add(text, "%s%d:%d", index == 0 ? "" : " -> ", id, size);
    else if (index == SHOWN_REQUESTS)
        add(text, " -> ...");
}

static void describe_model(struct text *text, const struct model_queue *model)
{
    if (model->count == 0)
        add(text, "length 0, head and tail NULL");
    else
        add(text, "length %zu, ", model->count);
    for (size_t index = 0; index < model->count; index++) {
        const struct model_request *request = &model->requests[model->first + index];
        add_request(text, index, request->id, request->size);
    }
    if (model->count > 0)
        add(text, ", tail at the last");
}

/* ---- Looking at fields ----------------------------------------------------------------------- */

/* What a walk from the head found. Pointers are the program's: they are compared, never
 * followed. */
struct walk {
    size_t nodes;               /* read, at most one more than the model has */
    const struct request *last; /* the last one read */
    const struct request *end;  /* what its next is: NULL when the list ends there */
    bool is_wild;               /* `end` cannot be read */
    bool is_equal;              /* so far each node has its request */
    struct text text;
};

static struct walk walk_list(const struct trial *trial, const struct model_queue *model,
                             const struct request *head)
{
    struct walk walk = {.end = head, .is_equal = true};
    while (walk.end != NULL && walk.nodes <= model->count) {
        struct request node;
        walk.is_wild = !worker_read(trial->worker, (uintptr_t)walk.end, &node, sizeof node);
        if (walk.is_wild)
            break;
        const struct model_request *request = &model->requests[model->first + walk.nodes];
        walk.is_equal = walk.is_equal && walk.nodes < model->count && node.id == request->id &&
                        node.size == request->size;
        add_request(&walk.text, walk.nodes++, node.id, node.size);
        walk.last = walk.end;
        walk.end = node.next;
    }
    return walk;
}

static void describe_queue(struct text *text, const struct request_queue *queue,
                           const struct walk *walk)
{
    bool is_at_last = queue->tail == walk->last && walk->end == NULL;
    add(text, "length %d, ", queue->length);
    if (walk->nodes > 0)
        add(text, "%s", walk->text.bytes);
    else
        add(text, queue->head == NULL ? "head NULL" : "head leads nowhere");
    if (walk->nodes > 0 && walk->end != NULL)
        add(text, walk->is_wild ? " -> nowhere" : " -> and so on");
    add(text, queue->tail == NULL ? ", tail NULL"
              : is_at_last        ? ", tail at the last"
                                  : ", tail elsewhere");
}

static bool look_at_fields(struct trial *trial, int which)
{
    const struct model_queue *model = &trial->queues[which];
    struct text expected = {.used = 0}, got = {.used = 0};
    struct request_queue queue = {0};
    char expression[16];
    int64_t address = 0;
    snprintf(expression, sizeof expression, "&desk[%d]", which);
    worker_number(trial->worker, expression, &address);
    worker_read(trial->worker, (uint64_t)address, &queue, sizeof queue);
    struct walk walk = walk_list(trial, model, queue.head);
    if (walk.is_equal && walk.end == NULL && walk.nodes == model->count &&
        queue.tail == walk.last && (size_t)queue.length == model->count)
        return true;
    describe_model(&expected, model);
    describe_queue(&got, &queue, &walk);
    return trial_fail(trial, NULL, expected.bytes, got.bytes);
}

/* ---- Looking at memory ----------------------------------------------------------------------- */

static bool look_at_memory(struct trial *trial)
{
    struct text expected = {.used = 0}, got = {.used = 0};
    int64_t waiting = (int64_t)(trial->queues[0].count + trial->queues[1].count);
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks - trial->live_blocks;
    if (blocks == waiting)
        return true;
    add(&expected, "%lld allocated, one for each request that waits", (long long)waiting);
    add(&got, "%lld allocated", (long long)blocks);
    return trial_fail(trial, blocks > waiting ? "leak" : "freed memory used", expected.bytes,
                      got.bytes);
}

static bool look(struct trial *trial, const struct task *task)
{
    return (!trial->check->looks_at_fields || look_at_fields(trial, task->queue)) &&
           (!trial->check->looks_at_memory || look_at_memory(trial));
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

static bool expect_truth(struct trial *trial, bool wanted, bool got)
{
    return wanted == got || trial_fail(trial, NULL, truth(wanted), truth(got));
}

bool queue_check_litter(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "desk_litter &desk[%d]", task->queue);
    return trial_has_come(trial, &answer, false, "garbage in the queue");
}

bool queue_check_init(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "queue_init &desk[%d]", task->queue);
    struct model_queue *model = &trial->queues[task->queue];
    model->first = model->count = 0;
    return trial_has_come(trial, &answer, false, "an empty queue") && look(trial, task);
}

bool queue_check_push(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0], size = task->arguments[1];
    bool has_memory = trial->blocks_left != 0;
    struct answer answer =
        worker_call(trial->worker, "queue_push &desk[%d] %d %d", task->queue, id, size);
    if (!trial_has_come(trial, &answer, false, truth(has_memory)) ||
        !expect_truth(trial, has_memory, is_true(&answer)))
        return false;
    struct model_queue *model = &trial->queues[task->queue];
    if (has_memory)
        model->requests[model->first + model->count++] = (struct model_request){id, size};
    if (trial->blocks_left > 0)
        trial->blocks_left--;
    return look(trial, task);
}

/* Takes the oldest request out of the model; false when there is none. */
static bool pop_model(struct trial *trial, int queue)
{
    struct model_queue *model = &trial->queues[queue];
    if (model->count == 0)
        return false;
    trial->id = model->requests[model->first].id;
    trial->size = model->requests[model->first].size;
    model->first++;
    model->count--;
    return true;
}

bool queue_check_pop(struct trial *trial, const struct task *task)
{
    struct text expected = {.used = 0}, got = {.used = 0};
    int64_t id = 0, size = 0;
    struct answer answer =
        worker_call(trial->worker, "queue_pop &desk[%d] &desk_id &desk_size", task->queue);
    bool is_expected = pop_model(trial, task->queue);
    add(&expected, is_expected ? "true, id %d, size %d" : "false, and id %d, size %d untouched",
        trial->id, trial->size);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    worker_number(trial->worker, "desk_id", &id);
    worker_number(trial->worker, "desk_size", &size);
    add(&got, "%s, id %lld, size %lld", truth(is_true(&answer)), (long long)id, (long long)size);
    if (is_true(&answer) != is_expected || id != trial->id || size != trial->size)
        return trial_fail(trial, NULL, expected.bytes, got.bytes);
    return look(trial, task);
}

bool queue_check_is_empty(struct trial *trial, const struct task *task)
{
    bool wanted = trial->queues[task->queue].count == 0;
    struct answer answer = worker_call(trial->worker, "queue_is_empty &desk[%d]", task->queue);
    return trial_has_come(trial, &answer, false, truth(wanted)) &&
           expect_truth(trial, wanted, is_true(&answer)) && look(trial, task);
}

bool queue_check_destroy(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "queue_destroy &desk[%d]", task->queue);
    struct model_queue *model = &trial->queues[task->queue];
    model->first = model->count = 0;
    return trial_has_come(trial, &answer, false, "an empty queue") && look(trial, task);
}

/* The number of blocks that malloc still gives. */
bool queue_check_memory(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "desk_memory %d", task->arguments[0]);
    trial->blocks_left = task->arguments[0];
    return trial_has_come(trial, &answer, false, "a limit for malloc");
}
