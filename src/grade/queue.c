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
    bool has_others;            /* a node has a request that does not wait */
    bool has_tail;              /* the queue's tail is among them */
    struct text text;
};

static bool is_waiting(const struct model_queue *model, int id, int size)
{
    for (size_t index = 0; index < model->count; index++) {
        const struct model_request *request = &model->requests[model->first + index];
        if (request->id == id && request->size == size)
            return true;
    }
    return false;
}

static struct walk walk_list(const struct trial *trial, const struct model_queue *model,
                             const struct request_queue *queue)
{
    struct walk walk = {.end = queue->head, .is_equal = true};
    while (walk.end != NULL && walk.nodes <= model->count) {
        struct request node;
        walk.is_wild = !worker_read(trial->worker, (uintptr_t)walk.end, &node, sizeof node);
        if (walk.is_wild)
            break;
        const struct model_request *request = &model->requests[model->first + walk.nodes];
        walk.is_equal = walk.is_equal && walk.nodes < model->count && node.id == request->id &&
                        node.size == request->size;
        walk.has_others = walk.has_others || !is_waiting(model, node.id, node.size);
        walk.has_tail = walk.has_tail || queue->tail == walk.end;
        add_request(&walk.text, walk.nodes++, node.id, node.size);
        walk.last = walk.end;
        walk.end = node.next;
    }
    return walk;
}

static const char *describe_tail(const struct request_queue *queue, const struct walk *walk)
{
    if (queue->tail == NULL)
        return "tail NULL";
    if (queue->tail == walk->last && walk->end == NULL)
        return "tail at the last";
    return walk->has_tail ? "tail points to a node that is not the last"
                          : "tail points to a node that is not in the queue";
}

static void describe_queue(struct text *text, const struct request_queue *queue,
                           const struct walk *walk)
{
    add(text, "length %d, ", queue->length);
    if (walk->nodes > 0)
        add(text, "%s", walk->text.bytes);
    else
        add(text, queue->head == NULL ? "head NULL" : "head points to no node");
    if (walk->nodes > 0 && walk->end != NULL)
        add(text, walk->is_wild ? " -> no node" : " -> and so on");
    add(text, ", %s", describe_tail(queue, walk));
}

/* A list of the right shape with other requests in it has its own kinds of failure. */
static const char *kind_of_list(const struct model_queue *model, const struct walk *walk)
{
    if (walk->is_equal || walk->end != NULL || walk->nodes != model->count)
        return "fields disagree";
    return walk->has_others ? "request changed" : "wrong order";
}

/* What of it `expect` can confirm: the first field that is not as it should be. */
static void say_field(struct text *text, int which, const struct request_queue *queue,
                      const struct model_queue *model)
{
    if ((size_t)queue->length != model->count)
        add(text, "desk[%d].length == %d", which, queue->length);
    else if ((queue->head == NULL) != (model->count == 0))
        add(text, "desk[%d].head %s 0", which, queue->head == NULL ? "==" : "!=");
    else if ((queue->tail == NULL) != (model->count == 0))
        add(text, "desk[%d].tail %s 0", which, queue->tail == NULL ? "==" : "!=");
}

/* `kind` NULL: as it is found. */
static bool look_at_fields(struct trial *trial, int which, const char *kind)
{
    const struct model_queue *model = &trial->queues[which];
    struct text expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    struct request_queue queue = {0};
    char expression[16];
    int64_t address = 0;
    snprintf(expression, sizeof expression, "&desk[%d]", which);
    worker_number(trial->worker, expression, &address);
    worker_read(trial->worker, (uint64_t)address, &queue, sizeof queue);
    struct walk walk = walk_list(trial, model, &queue);
    if (walk.is_equal && walk.end == NULL && walk.nodes == model->count &&
        queue.tail == walk.last && (size_t)queue.length == model->count)
        return true;
    describe_model(&expected, model);
    describe_queue(&got, &queue, &walk);
    say_field(&holds, which, &queue, model);
    return trial_fail(trial, &(struct finding){
                                 .kind = kind != NULL ? kind : kind_of_list(model, &walk),
                                 .manner = "fields",
                                 .expected = expected.bytes,
                                 .got = got.bytes,
                                 .holds = holds.bytes,
                                 .look = which == 0 ? "`print desk[0]`" : "`print desk[1]`",
                             });
}

/* ---- Looking at memory ----------------------------------------------------------------------- */

static bool look_at_memory(struct trial *trial)
{
    struct text expected = {.used = 0}, got = {.used = 0};
    int64_t waiting = (int64_t)(trial->queues[0].count + trial->queues[1].count);
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks - trial->live_blocks;
    if (blocks == waiting)
        return true;
    add(&expected, "%lld nodes allocated, one for each request that waits", (long long)waiting);
    add(&got, "%lld nodes allocated", (long long)blocks);
    return trial_fail(trial,
                      &(struct finding){.kind = blocks > waiting ? "leak" : "freed memory used",
                                        .manner = "memory",
                                        .expected = expected.bytes,
                                        .got = got.bytes});
}

static bool look(struct trial *trial, const struct task *task, const char *kind)
{
    return (!trial->check->looks_at_fields || look_at_fields(trial, task->queue, kind)) &&
           (!trial->check->looks_at_memory || look_at_memory(trial));
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

/* "queue_push returns true" */
static struct text say_result(const char *function, bool value)
{
    struct text text = {.used = 0};
    add(&text, "%s returns %s", function, truth(value));
    return text;
}

static bool expect_result(struct trial *trial, const char *function, const char *kind, bool wanted,
                          bool got)
{
    if (wanted == got)
        return true;
    struct text is_wanted = say_result(function, wanted), is_got = say_result(function, got);
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "result",
                                               .expected = is_wanted.bytes,
                                               .got = is_got.bytes,
                                               .holds = got ? "result == 1" : "result == 0"});
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
    return trial_has_come(trial, &answer, false, "queue_init leaves an empty queue") &&
           look(trial, task, NULL);
}

bool queue_check_push(struct trial *trial, const struct task *task)
{
    int id = task->arguments[0], size = task->arguments[1];
    bool has_memory = trial->blocks_left != 0;
    struct answer answer =
        worker_call(trial->worker, "queue_push &desk[%d] %d %d", task->queue, id, size);
    struct text expected = say_result("queue_push", has_memory);
    const char *kind = has_memory ? NULL : "out of memory";
    if (!trial_has_come(trial, &answer, false, expected.bytes) ||
        !expect_result(trial, "queue_push", has_memory ? "request lost" : kind, has_memory,
                       is_true(&answer)))
        return false;
    struct model_queue *model = &trial->queues[task->queue];
    if (has_memory)
        model->requests[model->first + model->count++] = (struct model_request){id, size};
    if (trial->blocks_left > 0)
        trial->blocks_left--;
    return look(trial, task, kind);
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
    const struct model_queue *other = &trial->queues[1 - queue];
    if (!is_expected)
        return "wrong when empty";
    if (!got)
        return other->first + other->count > 0 ? "queues share" : "request lost";
    if (was_pushed(&trial->queues[queue], id, size))
        return "wrong order";
    return was_pushed(other, id, size) ? "queues share" : "request changed";
}

/* What queue_pop answered and stored, as far as it matters. `before` is what the desk held. */
static bool judge_pop(struct trial *trial, int queue, bool is_expected, bool got,
                      struct model_request before, const char *expected)
{
    struct text text = say_result("queue_pop", got), holds = {.used = 0};
    int64_t id = 0, size = 0;
    worker_number(trial->worker, "desk_id", &id);
    worker_number(trial->worker, "desk_size", &size);
    bool has_written = id != before.id || size != before.size;
    if (got == is_expected && id == trial->id && size == trial->size)
        return true;
    if (got || has_written)
        add(&text, "%s id %lld, size %lld", got ? "," : ", but writes", (long long)id,
            (long long)size);
    if (got != is_expected)
        add(&holds, "result == %d", got);
    else if (id != trial->id)
        add(&holds, "desk_id == %lld", (long long)id);
    else
        add(&holds, "desk_size == %lld", (long long)size);
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

bool queue_check_pop(struct trial *trial, const struct task *task)
{
    struct model_request before = {trial->id, trial->size};
    struct answer answer =
        worker_call(trial->worker, "queue_pop &desk[%d] &desk_id &desk_size", task->queue);
    bool is_expected = pop_model(trial, task->queue);
    struct text expected = say_result("queue_pop", is_expected);
    if (is_expected)
        add(&expected, ", id %d, size %d", trial->id, trial->size);
    else
        add(&expected, ", and writes nothing");
    return trial_has_come(trial, &answer, false, expected.bytes) &&
           judge_pop(trial, task->queue, is_expected, is_true(&answer), before, expected.bytes) &&
           look(trial, task, NULL);
}

bool queue_check_is_empty(struct trial *trial, const struct task *task)
{
    bool wanted = trial->queues[task->queue].count == 0;
    struct answer answer = worker_call(trial->worker, "queue_is_empty &desk[%d]", task->queue);
    struct text expected = say_result("queue_is_empty", wanted);
    return trial_has_come(trial, &answer, false, expected.bytes) &&
           expect_result(trial, "queue_is_empty", "fields disagree", wanted, is_true(&answer)) &&
           look(trial, task, NULL);
}

bool queue_check_destroy(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "queue_destroy &desk[%d]", task->queue);
    struct model_queue *model = &trial->queues[task->queue];
    model->first = model->count = 0;
    return trial_has_come(trial, &answer, false, "queue_destroy leaves an empty queue") &&
           look(trial, task, NULL);
}

/* The number of blocks that malloc still gives. */
bool queue_check_memory(struct trial *trial, const struct task *task)
{
    struct answer answer = worker_call(trial->worker, "desk_memory %d", task->arguments[0]);
    trial->blocks_left = task->arguments[0];
    return trial_has_come(trial, &answer, false, "a limit for malloc");
}
