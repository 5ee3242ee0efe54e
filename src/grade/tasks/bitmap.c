#include "grade/tasks/bitmap.h"

#include <stdio.h>

#include "grade/models/bitmap_fields.h"
#include "grade/twins/twin.h"
#include "server/tracker.h"

enum { COUNT_MOST = 1000, IDS = 20, NO_PLACE_ANSWER = -1 };

struct model {
    struct model_bitmap bitmap;
    bool has_list;         /* the server's segment list is still there */
    int64_t before, empty; /* blocks on the heap: without a bitmap, with an empty one */
    int blocks_left;       /* that malloc will still give; -1: any number */
};

static struct model *model_of(const struct trial *trial)
{
    return trial_model(trial, &bitmap_tasks);
}

static bool begin(struct trial *trial)
{
    struct model *model = model_of(trial);
    model->has_list = true;
    model->blocks_left = -1;
    return true;
}

/* ---- Looking --------------------------------------------------------------------------------- */

static bool owns_nothing(const struct model_bitmap *bitmap)
{
    for (int id = 0; id < BYTES_THREADS; id++)
        if (bitmap->asked[id] != 0)
            return false;
    return true;
}

static bool look_at_memory(struct trial *trial)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    const struct model *model = model_of(trial);
    int64_t wanted = model->bitmap.units == 0 ? model->before : model->empty;
    int64_t blocks = worker_machine(trial->worker)->heap.live_blocks;
    if (!owns_nothing(&model->bitmap) || blocks == wanted)
        return true;
    phrase_add(&expected, "%lld %s allocated", (long long)wanted, wanted == 1 ? "block" : "blocks");
    phrase_add(&got, "%lld %s allocated", (long long)blocks, blocks == 1 ? "block" : "blocks");
    if (blocks > wanted)
        trial_add_newest(trial, &got);
    return trial_fail(trial,
                      &(struct finding){.kind = blocks > wanted ? "leak" : "freed memory used",
                                        .manner = "memory",
                                        .expected = expected.bytes,
                                        .got = got.bytes});
}

static bool look(struct trial *trial)
{
    return (!trial->check->looks_at_fields ||
            bitmap_fields_agree(trial, &model_of(trial)->bitmap)) &&
           (!trial->check->looks_at_memory || look_at_memory(trial));
}

/* ---- Results --------------------------------------------------------------------------------- */

static bool expect_result(struct trial *trial, const char *function, const char *kind,
                          const struct answer *answer, int64_t wanted)
{
    char expected[80], got[80], holds[40];
    int64_t found = worker_result(trial->worker, function, answer);
    if (found == wanted)
        return true;
    snprintf(expected, sizeof expected, "%s returns %lld", function, (long long)wanted);
    snprintf(got, sizeof got, "%s returns %lld", function, (long long)found);
    snprintf(holds, sizeof holds, "result == %lld", (long long)found);
    return trial_fail(
        trial,
        &(struct finding){
            .kind = kind, .manner = "result", .expected = expected, .got = got, .holds = holds});
}

static void clear(struct model_bitmap *bitmap, int size, int unit)
{
    *bitmap = (struct model_bitmap){.unit = unit, .units = unit == 0 ? 0 : size / unit};
    bytes_clear(&bitmap->bytes, size);
    int covered = bitmap->units * unit;
    bytes_own(&bitmap->bytes, covered, size - covered, BYTES_BEHIND);
}

/* ---- Tasks ----------------------------------------------------------------------------------- */

/* The list goes: only one tracker is in use. */
static bool drop_list(struct trial *trial)
{
    struct model *model = model_of(trial);
    if (!model->has_list)
        return true;
    struct answer answer = worker_call(trial->worker, "segment_list_destroy");
    model->has_list = false;
    model->before = worker_machine(trial->worker)->heap.live_blocks;
    return trial_has_come(trial, &answer, false, "the segment list goes");
}

static bool check_init(struct trial *trial, const struct task *task)
{
    struct model *model = model_of(trial);
    int size = task->arguments[0], unit = task->arguments[1];
    bool has_memory = model->blocks_left < 0 || model->blocks_left >= 2;
    if (!drop_list(trial))
        return false;
    struct answer answer = worker_call(trial->worker, "bitmap_init %d %d", size, unit);
    clear(&model->bitmap, has_memory ? size : 0, has_memory ? unit : 0);
    model->empty = worker_machine(trial->worker)->heap.live_blocks;
    return trial_has_come(trial, &answer, false, "bitmap_init makes a bitmap of free units") &&
           expect_result(trial, "bitmap_init", has_memory ? NULL : "out of memory", &answer,
                         has_memory) &&
           look(trial);
}

static bool check_destroy(struct trial *trial, const struct task *task)
{
    (void)task;
    if (!drop_list(trial))
        return false;
    struct answer answer = worker_call(trial->worker, "bitmap_destroy");
    clear(&model_of(trial)->bitmap, 0, 0);
    return trial_has_come(trial, &answer, false, "bitmap_destroy leaves no bitmap") && look(trial);
}

static const char *kind_of_place(int64_t wanted, int64_t got)
{
    if (got == wanted)
        return NULL;
    if (got == NO_PLACE_ANSWER)
        return "fit refused";
    return wanted == NO_PLACE_ANSWER ? "too much granted" : "wrong place";
}

static bool check_allocate(struct trial *trial, const struct task *task)
{
    struct model_bitmap *bitmap = &model_of(trial)->bitmap;
    int id = task->arguments[0], size = task->arguments[1];
    if (bitmap->asked[id] != 0)
        return true;
    int units = (size - 1) / bitmap->unit + 1;
    struct run hole = {BYTES_NOBODY, 0, 0};
    if (units <= bitmap->units)
        hole = bytes_placed(&bitmap->bytes, PLACEMENT_FIRST, units * bitmap->unit, NULL);
    struct answer answer = worker_call(trial->worker, "bitmap_allocate %d %d", id, size);
    int wanted = hole.size == 0 ? NO_PLACE_ANSWER : hole.start;
    if (hole.size > 0) {
        bytes_own(&bitmap->bytes, hole.start, units * bitmap->unit, id);
        bitmap->asked[id] = size;
    }
    return trial_has_come(trial, &answer, false, "a place, or none") &&
           expect_result(
               trial, "bitmap_allocate",
               kind_of_place(wanted, worker_result(trial->worker, "bitmap_allocate", &answer)),
               &answer, wanted) &&
           look(trial);
}

static bool check_release(struct trial *trial, const struct task *task)
{
    struct model_bitmap *bitmap = &model_of(trial)->bitmap;
    int id = task->arguments[0];
    struct run run = bytes_of(&bitmap->bytes, id);
    struct answer answer = worker_call(trial->worker, "bitmap_release %d", id);
    bytes_own(&bitmap->bytes, run.start, run.size, BYTES_NOBODY);
    bitmap->asked[id] = 0;
    return trial_has_come(trial, &answer, false, "the thread's units are free") &&
           expect_result(trial, "bitmap_release", "wrong owner", &answer, run.size > 0) &&
           look(trial);
}

static bool check_mark(struct trial *trial, const struct task *task)
{
    struct model_bitmap *bitmap = &model_of(trial)->bitmap;
    int id = task->arguments[0], start = bytes_of(&bitmap->bytes, id).start;
    if (bitmap->asked[id] == 0)
        return true;
    struct answer answer =
        worker_call(trial->worker, "desk_mark %d %d %d", id, start, bitmap->asked[id]);
    for (int index = start; index < start + bitmap->asked[id]; index++)
        bitmap->bytes.is_marked[index] = true;
    return trial_has_come(trial, &answer, false, "the thread marks its bytes") && look(trial);
}

static bool check_memory(struct trial *trial, const struct task *task)
{
    if (!drop_list(trial))
        return false;
    worker_limit_blocks(trial->worker, task->arguments[0]);
    model_of(trial)->blocks_left = task->arguments[0];
    return true;
}

/* ---- Figures --------------------------------------------------------------------------------- */

static struct tracker_figures figures_of(const struct model_bitmap *bitmap)
{
    struct tracker_figures figures = {0, 0, 0};
    struct run run;
    for (int start = 0; start < bitmap->bytes.size; start += run.size) {
        run = bytes_run(&bitmap->bytes, start);
        if (run.owner >= 0)
            figures.lost_bytes += run.size - bitmap->asked[run.owner];
        if (run.owner != BYTES_NOBODY)
            continue;
        figures.free_bytes += run.size;
        if (run.size > figures.largest_hole)
            figures.largest_hole = run.size;
    }
    return figures;
}

static void describe(struct phrase *phrase, const struct tracker_figures *figures)
{
    phrase_add(phrase, "free_bytes %d, largest_hole %d, lost_bytes %d", figures->free_bytes,
               figures->largest_hole, figures->lost_bytes);
}

static bool check_figures(struct trial *trial, const struct task *task)
{
    (void)task;
    struct tracker_figures wanted = figures_of(&model_of(trial)->bitmap), found = {0, 0, 0};
    struct phrase expected = {.used = 0}, got = {.used = 0};
    struct answer answer = worker_call(trial->worker, "bitmap_figures &desk_figures");
    int64_t address = 0;
    describe(&expected, &wanted);
    if (!trial_has_come(trial, &answer, false, expected.bytes))
        return false;
    worker_number(trial->worker, "&desk_figures", &address);
    worker_read(trial->worker, (uint64_t)address, &found, sizeof found);
    if (found.free_bytes == wanted.free_bytes && found.largest_hole == wanted.largest_hole &&
        found.lost_bytes == wanted.lost_bytes)
        return look(trial);
    describe(&got, &found);
    return trial_fail(trial, &(struct finding){.kind = "figures wrong",
                                               .manner = "figures",
                                               .expected = expected.bytes,
                                               .got = got.bytes,
                                               .look = "`print desk_figures`"});
}

/* ---- Many at once ---------------------------------------------------------------------------- */

static bool mix(const struct maker *maker, const struct task *order)
{
    uint64_t seed = (uint64_t)order->arguments[2];
    for (int made = 0; made < order->arguments[0]; made++) {
        int id = maker_draw(&seed, IDS), size = 1 + maker_draw(&seed, order->arguments[1]);
        int dice = maker_draw(&seed, 10);
        if (!(dice < 4   ? maker_add(maker, "allocate", 0, id, size)
              : dice < 5 ? maker_add(maker, "mark", 0, id, 0)
              : dice < 9 ? maker_add(maker, "release", 0, id, 0)
                         : maker_add(maker, "figures", 0, 0, 0)))
            return false;
    }
    return true;
}

static const char *kind_of_event(const struct trial *trial, const struct event *event)
{
    bool is_refused = event->kind == EVENT_NULL_ACCESS && model_of(trial)->blocks_left == 0;
    return is_refused ? "out of memory" : NULL;
}

static const struct task_row rows[] = {
    {"init", .arguments = 2, .function = "bitmap_init", .perform = check_init},
    {.name = "destroy", .function = "bitmap_destroy", .perform = check_destroy},
    {"allocate", .arguments = 2, .request = "is", .function = "bitmap_allocate",
     .perform = check_allocate},
    {"release", .arguments = 1, .request = "i", .function = "bitmap_release",
     .perform = check_release},
    {.name = "figures", .function = "bitmap_figures", .perform = check_figures},
    {"mark", .arguments = 1, .request = "i", .perform = check_mark},
    {"memory", .arguments = 1, .perform = check_memory},
    {.name = NULL},
};

static const struct generator generators[] = {
    {"mixed", 3, COUNT_MOST, mix, .seed = 2},
    {.name = NULL},
};

const struct task_set bitmap_tasks = {.name = "bitmap",
                                      .rows = rows,
                                      .generators = generators,
                                      .model_bytes = sizeof(struct model),
                                      .vary = twin_vary_requests,
                                      .begin = begin,
                                      .kind_of_event = kind_of_event};
