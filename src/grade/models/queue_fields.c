#include "grade/models/queue_fields.h"

#include <stdint.h>
#include <stdio.h>

#include "server/request_queue.h"

enum { SHOWN_REQUESTS = 6 };

/* Request number `index` of a list, while there is room. */
static void add_request(struct phrase *text, size_t index, int id, int size)
{
    if (index > SHOWN_REQUESTS)
        return;
    phrase_add(text, index == 0 ? "" : " -> ");
    if (index == SHOWN_REQUESTS) {
        phrase_add(text, "...");
        return;
    }
    phrase_add_number(text, id);
    phrase_add(text, ":");
    phrase_add_number(text, size);
}

static void describe_model(struct phrase *text, const struct model_queue *model)
{
    if (model->count == 0)
        phrase_add(text, "length 0, head and tail NULL");
    else
        phrase_add(text, "length %zu, ", model->count);
    for (size_t index = 0; index < model->count; index++) {
        const struct model_request *request = &model->requests[model->first + index];
        add_request(text, index, request->id, request->size);
    }
    if (model->count > 0)
        phrase_add(text, ", tail at the last");
}

/* ---- The walk --------------------------------------------------------------------------------- */

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
    struct phrase text;
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

static void describe_queue(struct phrase *text, const struct request_queue *queue,
                           const struct walk *walk)
{
    phrase_add(text, "length %d, ", queue->length);
    if (walk->nodes > 0)
        phrase_add(text, "%s", walk->text.bytes);
    else
        phrase_add(text, queue->head == NULL ? "head NULL" : "head points to no node");
    if (walk->nodes > 0 && walk->end != NULL)
        phrase_add(text, walk->is_wild ? " -> no node" : " -> and so on");
    phrase_add(text, ", %s", describe_tail(queue, walk));
}

/* A list of the right shape with other requests in it has its own kinds of failure. */
static const char *kind_of_list(const struct model_queue *model, const struct walk *walk)
{
    if (walk->is_equal || walk->end != NULL || walk->nodes != model->count)
        return "fields disagree";
    return walk->has_others ? "request changed" : "wrong order";
}

/* What of it `expect` can confirm: the first field that is not as it should be. */
static void say_field(struct phrase *text, int which, const struct request_queue *queue,
                      const struct model_queue *model)
{
    if ((size_t)queue->length != model->count)
        phrase_add(text, "desk[%d].length == %d", which, queue->length);
    else if ((queue->head == NULL) != (model->count == 0))
        phrase_add(text, "desk[%d].head %s 0", which, queue->head == NULL ? "==" : "!=");
    else if ((queue->tail == NULL) != (model->count == 0))
        phrase_add(text, "desk[%d].tail %s 0", which, queue->tail == NULL ? "==" : "!=");
}

bool queue_fields_agree(struct trial *trial, const struct model_queue *model, int which,
                        const char *kind)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
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
