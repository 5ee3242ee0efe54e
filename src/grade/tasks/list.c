#include "grade/tasks/list.h"

#include <stdio.h>
#include <string.h>

#include "grade/models/bytes.h"
#include "grade/models/list_fields.h"
#include "grade/twins/twin.h"
#include "server/segment_list.h"

enum { COUNT_MOST = 1500, DUMPED_BYTES = 2000 };

struct model {
    struct bytes bytes;
    int blocks_left; /* that malloc will still give; -1: any number */
};

static struct model *model_of(const struct trial *trial)
{
    return trial_model(trial, &list_tasks);
}

/* The memory server has made its list, of one hole. */
static bool begin(struct trial *trial)
{
    struct model *model = model_of(trial);
    bytes_clear(&model->bytes, WORKER_MEMORY);
    model->blocks_left = -1;
    return true;
}

/* ---- Looking --------------------------------------------------------------------------------- */

static bool look_at_memory(struct trial *trial)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    const struct bytes *bytes = &model_of(trial)->bytes;
    int64_t wanted = bytes->size == 0 ? 0 : trial->live_blocks + bytes_runs(bytes) - 1;
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks;
    if (blocks == wanted)
        return true;
    if (blocks < wanted && !list_nodes_agree(trial, bytes, NULL))
        return false;
    phrase_add(&expected, "%lld blocks allocated: one for each segment, and the array",
               (long long)wanted);
    phrase_add(&got, "%lld %s allocated", (long long)blocks, blocks == 1 ? "block" : "blocks");
    if (blocks > wanted)
        trial_add_newest(trial, &got);
    return trial_fail(trial,
                      &(struct finding){.kind = blocks > wanted ? "leak" : "freed memory used",
                                        .manner = "memory",
                                        .expected = bytes->size == 0 ? "no block is left allocated"
                                                                     : expected.bytes,
                                        .got = got.bytes});
}

static bool look(struct trial *trial, const char *kind)
{
    return (!trial->check->looks_at_fields ||
            list_fields_agree(trial, &model_of(trial)->bytes, kind)) &&
           (!trial->check->looks_at_memory || look_at_memory(trial));
}

/* ---- Life cycle ------------------------------------------------------------------------------ */

static bool expect_truth(struct trial *trial, const char *function, const char *kind, bool wanted,
                         const struct answer *answer)
{
    bool got = worker_result(trial->worker, function, answer) != 0;
    char expected[PHRASE_BYTES], found[PHRASE_BYTES];
    if (wanted == got)
        return true;
    snprintf(expected, sizeof expected, "%s returns %s", function, wanted ? "true" : "false");
    snprintf(found, sizeof found, "%s returns %s", function, got ? "true" : "false");
    return trial_fail(trial, &(struct finding){.kind = kind,
                                               .manner = "result",
                                               .expected = expected,
                                               .got = found,
                                               .holds = got ? "result == 1" : "result == 0"});
}

/* Takes `blocks` from what malloc still gives; false when it gives fewer. */
static bool spend(struct model *model, int blocks)
{
    if (model->blocks_left < 0)
        return true;
    bool is_enough = model->blocks_left >= blocks;
    model->blocks_left = is_enough ? model->blocks_left - blocks : 0;
    return is_enough;
}

static bool check_init(struct trial *trial, const struct task *task)
{
    struct model *model = model_of(trial);
    int size = task->arguments[0];
    bool has_memory = spend(model, 2);
    struct answer answer = worker_call(trial->worker, "segment_list_init %d", size);
    if (has_memory)
        bytes_clear(&model->bytes, size);
    return trial_has_come(trial, &answer, false, "segment_list_init makes a list of one hole") &&
           expect_truth(trial, "segment_list_init", has_memory ? NULL : "out of memory", has_memory,
                        &answer) &&
           look(trial, has_memory ? NULL : "out of memory");
}

static bool check_destroy(struct trial *trial, const struct task *task)
{
    (void)task;
    struct answer answer = worker_call(trial->worker, "segment_list_destroy");
    bytes_clear(&model_of(trial)->bytes, 0);
    return trial_has_come(trial, &answer, false, "segment_list_destroy leaves no list") &&
           look(trial, NULL);
}

/* ---- Requests -------------------------------------------------------------------------------- */

static const char *kind_of_find(const struct run *hole, uint64_t found)
{
    if (found == 0)
        return "fit refused";
    return hole->size == 0 ? "too much granted" : "wrong hole";
}

static bool check_find(struct trial *trial, const struct task *task)
{
    const struct bytes *bytes = &model_of(trial)->bytes;
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    struct run hole = bytes_placed(bytes, PLACEMENT_FIRST, task->arguments[0], NULL);
    struct answer answer =
        worker_call(trial->worker, "segment_list_first_fit %d", task->arguments[0]);
    list_describe_run(&expected, &hole);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    uint64_t wanted = hole.size == 0 ? 0 : list_node(trial, bytes, hole.start).address;
    if (answer.result == wanted && (wanted != 0 || hole.size == 0))
        return look(trial, NULL);
    if (!list_nodes_agree(trial, bytes, NULL))
        return false;
    list_describe(&got, trial, answer.result);
    phrase_add(&holds, "result == %lld", (long long)answer.result);
    return trial_fail(trial, &(struct finding){.kind = kind_of_find(&hole, answer.result),
                                               .manner = "result",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .holds = holds.bytes});
}

/* What segment_list_take answered. */
static bool judge_take(struct trial *trial, int wanted, int got)
{
    char expected[PHRASE_BYTES], found[PHRASE_BYTES], holds[FAILURE_LOOK_BYTES];
    const char *kind = wanted == NO_PLACE ? "out of memory"
                       : got == NO_PLACE  ? "fit refused"
                                          : "fields disagree";
    if (wanted == got)
        return true;
    snprintf(expected, sizeof expected, "segment_list_take returns %d", wanted);
    snprintf(found, sizeof found, "segment_list_take returns %d", got);
    snprintf(holds, sizeof holds, "result == %d", got);
    return trial_fail(
        trial,
        &(struct finding){
            .kind = kind, .manner = "result", .expected = expected, .got = found, .holds = holds});
}

static bool check_take(struct trial *trial, const struct task *task)
{
    struct model *model = model_of(trial);
    int id = task->arguments[0], size = task->arguments[1];
    struct run hole = bytes_placed(&model->bytes, PLACEMENT_FIRST, size, NULL);
    if (hole.size == 0 || bytes_of(&model->bytes, id).size > 0)
        return true;
    struct list_node node = list_node(trial, &model->bytes, hole.start);
    bool is_hole = node.address != 0 && node.id == HOLE && node.size >= size;
    if (!is_hole) /* not what take may be called with: the list differs from the model */
        return list_nodes_agree(trial, &model->bytes, NULL);
    bool has_memory = spend(model, hole.size > size);
    struct answer answer =
        worker_call(trial->worker, "segment_list_take %s %d %d", node.path, id, size);
    if (has_memory)
        bytes_own(&model->bytes, hole.start, size, id);
    return trial_has_come(trial, &answer, false, "the first bytes of the hole are the thread's") &&
           judge_take(trial, has_memory ? hole.start : NO_PLACE, (int)answer.result) &&
           look(trial, has_memory ? NULL : "out of memory");
}

static bool check_release(struct trial *trial, const struct task *task)
{
    struct bytes *bytes = &model_of(trial)->bytes;
    int id = task->arguments[0];
    struct run run = bytes_of(bytes, id);
    struct answer answer = worker_call(trial->worker, "segment_list_release %d", id);
    bytes_own(bytes, run.start, run.size, BYTES_NOBODY);
    return trial_has_come(trial, &answer, false, "the thread's bytes are free") &&
           expect_truth(trial, "segment_list_release", "wrong owner", run.size > 0, &answer) &&
           look(trial, NULL);
}

static bool check_mark(struct trial *trial, const struct task *task)
{
    struct bytes *bytes = &model_of(trial)->bytes;
    struct run run = bytes_of(bytes, task->arguments[0]);
    if (run.size == 0)
        return true;
    struct answer answer =
        worker_call(trial->worker, "desk_mark %d %d %d", run.owner, run.start, run.size);
    bytes_mark(bytes, run.owner);
    return trial_has_come(trial, &answer, false, "the thread marks its bytes") && look(trial, NULL);
}

static bool check_memory(struct trial *trial, const struct task *task)
{
    worker_limit_blocks(trial->worker, task->arguments[0]);
    model_of(trial)->blocks_left = task->arguments[0];
    return true;
}

/* ---- What is printed ------------------------------------------------------------------------- */

static void expect_dump(const struct bytes *bytes, int from, int to, char *text)
{
    enum { COLUMNS = 50 };
    for (int index = from; index < to; index++) {
        if ((index - from) % COLUMNS == 0)
            text += sprintf(text, "%s%10d  ", index == from ? "" : "\n", index);
        *text++ = bytes_shown(bytes, index);
    }
    strcpy(text, from < to ? "\n" : "");
}

/* The first line in which they differ, in quotes; behind the last one, "nothing". */
static void describe_line(struct phrase *phrase, const char *text, const char *other)
{
    const char *line = text;
    for (; *text != '\0' && *text == *other; text++, other++)
        if (*text == '\n')
            line = text + 1;
    if (*line == '\0')
        phrase_add(phrase, "nothing");
    else
        phrase_quote(phrase, line, strcspn(line, "\n"));
}

static bool check_dump(struct trial *trial, const struct task *task)
{
    char wanted[DUMPED_BYTES], printed[DUMPED_BYTES];
    struct phrase expected = {.used = 0}, got = {.used = 0};
    int from = task->arguments[0], to = task->arguments[1];
    struct answer answer = worker_call_printing(trial->worker, printed, sizeof printed,
                                                "segment_list_dump %d %d", from, to);
    expect_dump(&model_of(trial)->bytes, from, to, wanted);
    if (!trial_has_come(trial, &answer, false, "the array is printed"))
        return false;
    if (strcmp(wanted, printed) == 0)
        return look(trial, NULL);
    describe_line(&expected, wanted, printed);
    describe_line(&got, printed, wanted);
    return trial_fail(trial, &(struct finding){.kind = "dump wrong",
                                               .manner = "output",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

/* ---- Many at once ---------------------------------------------------------------------------- */

/* One request, or one release. */
static bool add_any(const struct maker *maker, uint64_t *seed, int ids, int largest)
{
    int id = maker_draw(seed, ids), size = 1 + maker_draw(seed, largest);
    bool is_request = maker_draw(seed, 2) == 0, is_marked = maker_draw(seed, 4) != 0;
    if (!is_request)
        return maker_add(maker, "release", 0, id, 0);
    return maker_add(maker, "find", 0, size, 0) && maker_add(maker, "take", 0, id, size) &&
           (!is_marked || maker_add(maker, "mark", 0, id, 0));
}

static bool mix(const struct maker *maker, const struct task *order)
{
    enum { IDS = 20 };
    uint64_t seed = (uint64_t)order->arguments[2];
    for (int made = 0; made < order->arguments[0]; made++)
        if (!add_any(maker, &seed, IDS, order->arguments[1]))
            return false;
    return true;
}

/* When malloc has nothing left, it is its answer that was followed. What is read or written beyond the
 * end of the array is a mistake of counting its bytes. */
static const char *kind_of_event(const struct trial *trial, const struct event *event)
{
    const struct task_row *row = trial->check->tasks[trial->failure.task].row;
    if (event->kind == EVENT_OVERRUN && event->block == list_pointer(trial, "&memory"))
        return row->perform == check_dump ? "dump wrong" : "array wrong";
    return event->kind == EVENT_NULL_ACCESS && model_of(trial)->blocks_left == 0 ? "out of memory"
                                                                                 : NULL;
}

static const struct task_row rows[] = {
    {"init", .arguments = 1, .function = "segment_list_init", .perform = check_init},
    {.name = "destroy", .function = "segment_list_destroy", .perform = check_destroy},
    {"find", .arguments = 1, .request = "s", .function = "segment_list_first_fit",
     .perform = check_find},
    {"take", .arguments = 2, .request = "is", .function = "segment_list_take",
     .perform = check_take},
    {"release", .arguments = 1, .request = "i", .function = "segment_list_release",
     .perform = check_release},
    {"dump", .arguments = 2, .function = "segment_list_dump", .perform = check_dump},
    {.name = "mark", .arguments = 1, .request = "i", .perform = check_mark},
    {.name = "memory", .arguments = 1, .perform = check_memory},
    {.name = NULL},
};

static const struct generator generators[] = {
    {"mixed", 3, COUNT_MOST, mix, .seed = 2},
    {.name = NULL},
};

const struct task_set list_tasks = {.name = "list",
                                    .rows = rows,
                                    .generators = generators,
                                    .model_bytes = sizeof(struct model),
                                    .vary = twin_vary_requests,
                                    .begin = begin,
                                    .kind_of_event = kind_of_event};
