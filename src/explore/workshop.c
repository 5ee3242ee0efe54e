#include "explore/workshop.h"

#include <string.h>
#include <sys/mman.h>

#include "program/host/mishaps.h"
#include "program/text.h"
#include "stepper/stepper.h"

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED)
        return memory;
    mishap_note("the system refused the memory to explore in");
    return NULL;
}

static void unmap(void *memory, size_t bytes)
{
    if (memory != NULL)
        munmap(memory, bytes);
}

bool workshop_open(struct workshop *workshop, uint32_t stride)
{
    *workshop = (struct workshop){.stride = stride};
    struct search *search = workshop->search = map(sizeof *search);
    if (search == NULL)
        return false;
    search->path = map(path_bytes(stride));
    search->findings = map(sizeof *search->findings);
    workshop->others = map(sizeof *workshop->others);
    search->memory = memory_open();
    search->seen = seen_open();
    if (search->path == NULL || search->findings == NULL || search->memory == NULL ||
        search->seen == NULL || workshop->others == NULL) {
        workshop_close(workshop);
        return false;
    }
    search->path->stride = stride;
    return true;
}

void workshop_close(struct workshop *workshop)
{
    struct search *search = workshop->search;
    workshop_unload(workshop);
    if (search == NULL)
        return;
    unmap(search->path, path_bytes(workshop->stride));
    unmap(search->findings, sizeof *search->findings);
    unmap(workshop->others, sizeof *workshop->others);
    memory_close(search->memory);
    seen_close(search->seen);
    unmap(search, sizeof *search);
    *workshop = (struct workshop){0};
}

bool workshop_load(struct workshop *workshop, const struct explore_options *options, char **error)
{
    workshop->stepper = stepper_open(options->image, error);
    if (workshop->stepper == NULL)
        return false;
    if (options->begin(options->begin_context, workshop->stepper))
        return true;
    *error = text_format("the program cannot be begun");
    workshop_unload(workshop);
    return false;
}

void workshop_unload(struct workshop *workshop)
{
    stepper_close(workshop->stepper);
    workshop->stepper = NULL;
}

void workshop_reset(struct workshop *workshop, const struct search_options *options)
{
    struct search *search = workshop->search;
    struct search fresh = {.options = *options,
                           .path = search->path,
                           .memory = search->memory,
                           .findings = search->findings,
                           .seen = search->seen,
                           .first_output_hash = search->first_output_hash,
                           .steps_longest = search->steps_longest,
                           .threads_most = search->threads_most,
                           .is_patient = search->is_patient};
    *search = fresh;
    seen_clear(search->seen);
    search_init(search);
}

/* What tells the search, while it runs, that nobody wants it to go on. */
struct attention {
    struct search *search;
    bool (*goes_on)(void *context);
    void *context;
};

static bool attend(void *context)
{
    const struct attention *attention = context;
    if (!attention->goes_on(attention->context))
        attention->search->is_stopped = 1;
    return !attention->search->is_stopped;
}

static void note_death(struct search *search, int number)
{
    struct finding finding = {.kind = FINDING_KIT_DIED,
                              .key = FINDING_DEATH_KEY,
                              .details = {.value = number},
                              .thread = NO_THREAD,
                              .other = NO_THREAD};
    if (search->path->length > 0)
        finding.thread = search->path->moves[search->path->length - 1].thread;
    search_found(search, &finding);
    search->is_finished = true;
}

enum workshop_pause workshop_search(struct workshop *workshop, bool (*goes_on)(void *context),
                                    void *context)
{
    struct search *search = workshop->search;
    struct attention attention = {.search = search, .goes_on = goes_on, .context = context};
    uint64_t most = search->options.executions_most, steps = search->options.steps_in_all;
    for (;;) {
        if (search->is_outgrown)
            return WORKSHOP_OUTGROWN;
        if (search->needs_restart)
            return WORKSHOP_RESTART;
        if (search->is_finished)
            return WORKSHOP_FINISHED;
        if ((most != 0 && search->executions >= most) || (steps != 0 && search->steps >= steps))
            return WORKSHOP_ENOUGH;
        if (!goes_on(context))
            return WORKSHOP_STOPPED;
        stepper_attend(workshop->stepper, attend, &attention);
        struct stop stop = stepper_explore(workshop->stepper, &search->chooser);
        stepper_attend(workshop->stepper, NULL, NULL);
        if (mishap_reason() != NULL || search->is_stopped)
            return WORKSHOP_STOPPED;
        if (stop.reason == STOP_DIED)
            note_death(search, stop.number);
    }
}
