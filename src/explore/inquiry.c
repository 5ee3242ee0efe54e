#include "explore/inquiry.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "program/host/mishaps.h"
#include "program/image/image.h"

/* Beginnings of one search, each with more points to switch at. */
enum { ROUNDS_MOST = 64 };

double inquiry_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---- Going on or not ------------------------------------------------------------------------- */

bool inquiry_goes_on(struct inquiry *inquiry, uint64_t executions, uint32_t findings)
{
    const struct explore_options *options = inquiry->options;
    double spent = inquiry_now() - inquiry->stage_begun, part = inquiry->part;
    struct explore_progress progress = {.stage = inquiry->stage,
                                        .executions = executions,
                                        .findings = findings,
                                        .part = part,
                                        .estimate = inquiry->report->estimate,
                                        .seconds_left = part > 0 ? spent / part - spent : -1};
    inquiry->is_late = options->seconds > 0 && inquiry_now() - inquiry->begun >= options->seconds;
    bool is_interrupted = options->is_interrupted != NULL && *options->is_interrupted;
    if (inquiry->is_late || is_interrupted || mishap_reason() != NULL ||
        (options->progress != NULL && !options->progress(options->progress_context, &progress)))
        inquiry->is_stopped = true;
    return !inquiry->is_stopped;
}

static bool goes_on(void *context)
{
    struct inquiry *inquiry = context;
    const struct search *search = inquiry->workshop.search;
    return inquiry_goes_on(inquiry, search->executions, search->findings->count);
}

void inquiry_begin_stage(struct inquiry *inquiry, const char *stage)
{
    inquiry->stage = stage;
    inquiry->stage_begun = inquiry_now();
    inquiry->part = -1;
}

static bool has_conditions(const struct image *image)
{
    size_t count;
    const struct use *uses = image_uses(image, &count);
    for (size_t index = 0; index < count; index++)
        if (strstr(uses[index].name, "cond_") != NULL || strstr(uses[index].name, "cnd_") != NULL)
            return true;
    return false;
}

struct search_options inquiry_options(const struct inquiry *inquiry, enum strategy strategy)
{
    const struct explore_options *options = inquiry->options;
    return (struct search_options){.strategy = strategy,
                                   .steps_most =
                                       options->steps != 0 ? options->steps : EXPLORE_STEPS,
                                   .seed = options->seed,
                                   .looks_for_races = true,
                                   .looks_at_waits = has_conditions(options->image),
                                   .forbids_spinning = options->forbids_spinning,
                                   .compares_output = options->compares_output,
                                   .invariant = options->invariant,
                                   .invariant_bytes = options->invariant_bytes,
                                   .share = options->shard,
                                   .shares = options->shards,
                                   .idle = options->idle};
}

/* ---- Growing --------------------------------------------------------------------------------- */

void inquiry_inherit(struct search *search, const struct search *old)
{
    memory_copy_switches(search->memory, old->memory);
    search->is_patient = old->is_patient;
    search->first_output_hash = old->first_output_hash;
    search->steps_longest = old->steps_longest;
    search->threads_most = old->threads_most;
}

/* A workshop for more threads in the place of ours. */
static bool grow(struct inquiry *inquiry)
{
    struct workshop larger;
    char *error = NULL;
    uint32_t stride = inquiry->workshop.stride * 4;
    if (stride > MACHINE_THREADS || !workshop_open(&larger, stride))
        return false;
    if (!workshop_load(&larger, inquiry->options, &error)) {
        free(error);
        workshop_close(&larger);
        return false;
    }
    inquiry_inherit(larger.search, inquiry->workshop.search);
    findings_merge(larger.search->findings, inquiry->workshop.search->findings);
    workshop_close(&inquiry->workshop);
    inquiry->workshop = larger;
    return true;
}

enum workshop_pause inquiry_run(struct inquiry *inquiry, const struct search_options *options)
{
    enum workshop_pause pause = WORKSHOP_RESTART;
    for (int round = 0; round < ROUNDS_MOST && pause == WORKSHOP_RESTART; round++) {
        workshop_reset(&inquiry->workshop, options);
        pause = workshop_search(&inquiry->workshop, goes_on, inquiry);
        bool is_too_wide =
            options->strategy != STRATEGY_CHANCE && inquiry->workshop.stride >= PATH_SET_THREADS;
        if (pause == WORKSHOP_OUTGROWN && is_too_wide)
            inquiry->is_wide = true;
        else if (pause == WORKSHOP_OUTGROWN && grow(inquiry))
            pause = WORKSHOP_RESTART;
    }
    return pause;
}

bool inquiry_add_switches(struct search *search)
{
    bool is_new = false;
    for (uint32_t index = 0; index < search->findings->count; index++) {
        const struct finding *finding = &search->findings->list[index].facts;
        if (finding->kind == FINDING_DATA_RACE &&
            memory_make_switch(search->memory, finding->address, finding->bytes))
            is_new = true;
    }
    return is_new;
}
