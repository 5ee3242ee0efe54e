#include "grade/tasks/placement.h"

#include "grade/models/bytes.h"
#include "grade/models/list_fields.h"
#include "grade/twins/twin.h"
#include "server/placement.h"

enum { COUNT_MOST = 1000, IDS = 20 };

struct model {
    struct bytes bytes;
    int rover; /* where next fit starts: behind the last bytes that it found */
};

static struct model *model_of(const struct trial *trial)
{
    return trial_model(trial, &placement_tasks);
}

static bool begin(struct trial *trial)
{
    bytes_clear(&model_of(trial)->bytes, WORKER_MEMORY);
    return true;
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

/* `found` is what the student's function returned: not this hole. */
static const char *kind_of(const struct trial *trial, const struct run *hole, uint64_t found,
                           bool has_start)
{
    struct segment node = {.size = 0};
    if (found == 0)
        return "fit refused";
    if (hole->size == 0)
        return "too much granted";
    if (has_start)
        return "wrong start";
    worker_read(trial->worker, found, &node, sizeof node);
    return node.id == HOLE && node.size == hole->size ? "wrong one of equals" : "wrong hole";
}

/* True when the right hole was found. */
static bool judge(struct trial *trial, const struct run *hole, const struct answer *answer,
                  bool has_start)
{
    struct phrase expected = {.used = 0}, got = {.used = 0}, holds = {.used = 0};
    const struct bytes *bytes = &model_of(trial)->bytes;
    list_describe_run(&expected, hole);
    if (!trial_has_come(trial, answer, false, expected.bytes))
        return false;
    if (trial->check->looks_at_fields && !list_fields_agree(trial, bytes, "list changed"))
        return false;
    uint64_t wanted = hole->size == 0 ? 0 : list_node(trial, bytes, hole->start).address;
    if (answer->result == wanted)
        return true;
    list_describe(&got, trial, answer->result);
    phrase_add(&holds, "result == %lld", (long long)answer->result);
    return trial_fail(trial,
                      &(struct finding){.kind = kind_of(trial, hole, answer->result, has_start),
                                        .manner = "result",
                                        .expected = expected.bytes,
                                        .got = got.bytes,
                                        .holds = holds.bytes,
                                        .look = "`list`"});
}

/* The search, and then what the caller does with the hole. */
static bool check_search(struct trial *trial, const struct task *task, const char *function,
                         enum placement how)
{
    struct model *model = model_of(trial);
    int id = task->arguments[0], size = task->arguments[1];
    if (bytes_of(&model->bytes, id).size > 0)
        return true;
    struct run hole = bytes_placed(&model->bytes, how, size, &model->rover);
    struct answer answer = worker_call(trial->worker, "%s %d", function, size);
    if (!judge(trial, &hole, &answer, how == PLACEMENT_NEXT))
        return false;
    if (hole.size == 0)
        return true;
    answer = worker_call(trial->worker, "segment_list_take %s %d %d",
                         list_node(trial, &model->bytes, hole.start).path, id, size);
    bytes_own(&model->bytes, hole.start, size, id);
    return trial_has_come(trial, &answer, false, "the first bytes of the hole are the thread's");
}

static bool check_first(struct trial *trial, const struct task *task)
{
    return check_search(trial, task, "segment_list_first_fit", PLACEMENT_FIRST);
}

static bool check_next(struct trial *trial, const struct task *task)
{
    return check_search(trial, task, "placement_next_fit", PLACEMENT_NEXT);
}

static bool check_best(struct trial *trial, const struct task *task)
{
    return check_search(trial, task, "placement_best_fit", PLACEMENT_BEST);
}

static bool check_worst(struct trial *trial, const struct task *task)
{
    return check_search(trial, task, "placement_worst_fit", PLACEMENT_WORST);
}

static bool check_restart(struct trial *trial, const struct task *task)
{
    (void)task;
    struct answer answer = worker_call(trial->worker, "placement_restart");
    model_of(trial)->rover = 0;
    return trial_has_come(trial, &answer, false, "next fit starts at byte 0");
}

static bool check_give_back(struct trial *trial, const struct task *task)
{
    struct bytes *bytes = &model_of(trial)->bytes;
    struct run run = bytes_of(bytes, task->arguments[0]);
    struct answer answer =
        worker_call(trial->worker, "segment_list_release %d", task->arguments[0]);
    bytes_own(bytes, run.start, run.size, BYTES_NOBODY);
    return trial_has_come(trial, &answer, false, "the thread's bytes are free");
}

/* ---- Many at once ---------------------------------------------------------------------------- */

/* Requests by `name`, or by one of all when it is NULL, and as many releases. */
static bool mix(const struct maker *maker, const struct task *order, const char *name)
{
    static const char *const all[] = {"first", "next", "best", "worst"};
    uint64_t seed = (uint64_t)order->arguments[2];
    for (int made = 0; made < order->arguments[0]; made++) {
        int id = maker_draw(&seed, IDS), size = 1 + maker_draw(&seed, order->arguments[1]);
        const char *search = name != NULL ? name : all[maker_draw(&seed, 4)];
        bool is_request = maker_draw(&seed, 2) == 0;
        if (!(is_request ? maker_add(maker, search, 0, id, size)
                         : maker_add(maker, "give_back", 0, id, 0)))
            return false;
    }
    return true;
}

static bool make_nexts(const struct maker *maker, const struct task *order)
{
    return mix(maker, order, "next");
}

static bool make_bests(const struct maker *maker, const struct task *order)
{
    return mix(maker, order, "best");
}

static bool make_worsts(const struct maker *maker, const struct task *order)
{
    return mix(maker, order, "worst");
}

static bool make_turns(const struct maker *maker, const struct task *order)
{
    return mix(maker, order, NULL);
}

static const struct task_row rows[] = {
    {"first", .arguments = 2, .request = "is", .perform = check_first},
    {"next", .arguments = 2, .request = "is", .function = "placement_next_fit",
     .perform = check_next},
    {"best", .arguments = 2, .request = "is", .function = "placement_best_fit",
     .perform = check_best},
    {"worst", .arguments = 2, .request = "is", .function = "placement_worst_fit",
     .perform = check_worst},
    {.name = "restart", .function = "placement_restart", .perform = check_restart},
    {"give_back", .arguments = 1, .request = "i", .perform = check_give_back},
    {.name = NULL},
};

static const struct generator generators[] = {
    {"nexts", 3, COUNT_MOST, make_nexts, .seed = 2},
    {"bests", 3, COUNT_MOST, make_bests, .seed = 2},
    {"worsts", 3, COUNT_MOST, make_worsts, .seed = 2},
    {"turns", 3, COUNT_MOST, make_turns, .seed = 2},
    {.name = NULL},
};

const struct task_set placement_tasks = {.name = "placement",
                                         .rows = rows,
                                         .generators = generators,
                                         .model_bytes = sizeof(struct model),
                                         .vary = twin_vary_requests,
                                         .begin = begin};
