/* The witness of the memory server's programs (labs/lab3-server/scenarios.c): draws the sizes, and has
 * a ledger for each life of the server. */
#include "grade/recheck/ledger.h"

#include <stdio.h>
#include <string.h>

enum { SIZE_LEAST = 2, SIZE_MOST = 24, SPARE_MOST = 9 }; /* bytes */

/* What the witness knows of a scenario. */
static const struct scene {
    const char *name;
    int threads, fits; /* so many requests find room, whichever they are */
    bool frees, asks_again, is_starved;
    bool is_left; /* the server is left alone with the requests: no thread marks bytes */
    int more_lives;
} scenes[] = {
    {.name = "idle"},
    {.name = "one", .threads = 1, .fits = 1},
    {.name = "full", .threads = 1},
    {.name = "again", .threads = 1, .fits = 1, .frees = true, .asks_again = true},
    {.name = "kept", .threads = 1, .fits = 1, .asks_again = true},
    {.name = "anew", .threads = 1, .fits = 1, .more_lives = 1},
    {.name = "starved", .threads = 1, .fits = 1, .is_starved = true},
    {.name = "queued", .threads = 3, .fits = 2, .is_left = true},
    {.name = "two", .threads = 2, .fits = 2},
    {.name = "back", .threads = 2, .fits = 2, .frees = true},
    {.name = "tight", .threads = 3, .fits = 2},
    {.name = "three", .threads = 3, .fits = 3, .frees = true},
    {.name = "four", .threads = 4, .fits = 3},
    {.name = "ten", .threads = 10, .fits = 10, .frees = true},
};

struct model {
    const struct scene *scene;
    struct ledger ledger;
    bool is_living; /* between memory_server_start() and memory_server_clear() */
    int lives;      /* that have begun */
};

/* ---- The workload ---------------------------------------------------------------------------- */

/* As many requests find room as the scenario has it. */
static void draw_sizes(struct ledger *ledger, const struct scene *scene, uint64_t *seed)
{
    int requests = ledger->most_requests * scene->threads;
    bool is_tight = !scene->frees && requests > scene->fits;
    int same = witness_draw(seed, SIZE_LEAST, SIZE_MOST);
    for (int id = 1; id <= scene->threads; id++) {
        ledger->askers[id].size = is_tight ? same : witness_draw(seed, SIZE_LEAST, SIZE_MOST);
        ledger->bytes += is_tight ? 0 : ledger->askers[id].size;
    }
    if (is_tight)
        ledger->bytes = scene->fits * same + witness_draw(seed, 1, same - 1);
    else
        ledger->bytes += witness_draw(seed, 1, SPARE_MOST);
}

static bool begin(void *self, const char *scenario, uint64_t *seed, char words[WORKLOAD_BYTES])
{
    struct model *model = self;
    struct ledger *ledger = &model->ledger;
    for (size_t index = 0; index < sizeof scenes / sizeof scenes[0]; index++)
        if (strcmp(scenes[index].name, scenario) == 0)
            model->scene = &scenes[index];
    if (model->scene == NULL)
        return false;
    ledger->threads = model->scene->threads;
    ledger->most_requests = model->scene->asks_again ? 2 : 1;
    ledger->frees = model->scene->frees;
    ledger->is_filled_by_main = model->scene->is_left;
    draw_sizes(ledger, model->scene, seed);
    int used = snprintf(words, WORKLOAD_BYTES, " %d", ledger->bytes);
    for (int id = 1; id <= ledger->threads; id++)
        used +=
            snprintf(words + used, WORKLOAD_BYTES - (size_t)used, " %d", ledger->askers[id].size);
    return true;
}

/* ---- A life ---------------------------------------------------------------------------------- */

static void begin_life(struct model *model)
{
    struct ledger *ledger = &model->ledger;
    model->is_living = true;
    model->lives++;
    ledger->waiting.count = ledger->taken.count = 0;
    bytes_clear(&ledger->memory, ledger->bytes);
    for (int id = 1; id <= ledger->threads; id++)
        ledger->askers[id] = (struct asker){.size = ledger->askers[id].size, .answer = NO_PLACE};
}

static bool has_asked(const struct model *model, int id)
{
    const struct ledger *ledger = &model->ledger;
    int requests = model->scene->is_starved ? 0 : ledger->most_requests;
    return ledger->askers[id].asked == requests && ledger->askers[id].state != WAITING;
}

static bool judge_asker(const struct model *model, int id, struct difference *difference)
{
    const struct asker *asker = &model->ledger.askers[id];
    if (has_asked(model, id) && asker->said == asker->answer)
        return true;
    phrase_add(&difference->got, "it asks %d times, and thread_message[%d] is %d", asker->asked, id,
               asker->said);
    return witness_differs(difference, "T%d asks %d times, and the last answer is %d", id,
                           model->scene->is_starved ? 0 : model->ledger.most_requests,
                           asker->answer);
}

static bool judge_marks(const struct model *model, struct difference *difference)
{
    const struct bytes *bytes = &model->ledger.memory;
    for (int index = 0; index < bytes->size && !model->scene->is_left; index++)
        if (bytes->owners[index] != BYTES_NOBODY && !bytes->is_marked[index]) {
            phrase_add(&difference->got, "memory[%d] has no mark at the end", index);
            return witness_differs(difference, "a thread marks all bytes that it is granted");
        }
    return true;
}

/* All have asked, were answered, and have marked what they keep. */
static bool end_life(struct model *model, struct difference *difference)
{
    model->is_living = false;
    if (!ledger_settle(&model->ledger, difference))
        return false;
    for (int id = 1; id <= model->ledger.threads; id++)
        if (!judge_asker(model, id, difference))
            return false;
    return judge_marks(model, difference);
}

/* True when a life has ended and the next has begun, which may be within a step: the threads of the
 * last one keep their bytes. */
static bool is_over(const struct model *model, const struct single_run *run)
{
    if (model->lives > model->scene->more_lives)
        return false;
    for (int id = 1; id <= model->ledger.threads; id++)
        if (!has_asked(model, id) || model->ledger.askers[id].state != RESTING)
            return false;
    return ledger_is_new(&model->ledger, run);
}

static bool look(void *self, const struct single_run *run, struct difference *difference)
{
    struct model *model = self;
    const char *array = NULL;
    witness_read(run, "memory", &array, sizeof array);
    bool is_over_now = model->is_living && (array == NULL || is_over(model, run));
    if (is_over_now && !end_life(model, difference))
        return false;
    if (array == NULL)
        return true;
    if (!model->is_living)
        begin_life(model);
    return ledger_look(&model->ledger, run, difference);
}

static bool end(void *self, const struct single_run *run, struct difference *difference)
{
    const struct model *model = self;
    (void)run;
    if (!model->is_living && model->lives == 1 + model->scene->more_lives)
        return true;
    phrase_add(&difference->got, "main ends in its life number %d", model->lives);
    return witness_differs(difference, "the memory server lives %d times, and is cleared",
                           1 + model->scene->more_lives);
}

const struct witness server_witness = {.function = "server_function",
                                       .model_bytes = sizeof(struct model),
                                       .begin = begin,
                                       .look = look,
                                       .end = end};
