#include "explore/explore.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "explore/crew.h"
#include "explore/inquiry.h"
#include "explore/shortest.h"
#include "program/host/mishaps.h"
#include "program/text.h"

enum {
    TRIAL_EXECUTIONS = 10000,  /* alone, before the work is shared out */
    ROUNDS_MOST = 64,          /* beginnings of the whole, each with more points to switch at */
    DELAYS_MOST = 4,           /* of the search that follows where the whole is too large */
    CHANCE_EXECUTIONS = 10000, /* and of the one behind that */
    CHANCE_DEPTH = 3,
    WIDE_EXECUTIONS = 20, /* of programs with more threads than a set holds */
    WIDE_STEPS = 50000,
    FAIR_EXECUTIONS = 20 /* of programs that may go round for ever */
};
#define STAGE_STEPS 2000000u /* of each stage in one process: about a second */
#define ESTIMATE_MOST 2e7    /* executions; above that the whole is not even tried */

/* ---- The search of the whole ----------------------------------------------------------------- */

/* How much of the tree of choices the search has seen, by the choices that are left on its path. */
static double guess_part(const struct search *search)
{
    const struct path *path = search->path;
    double part = 0, weight = 1;
    for (uint32_t index = 0; index < path->length; index++) {
        const struct node *node = &path->nodes[index];
        int all = __builtin_popcountll(node->backtrack),
            left = __builtin_popcountll(node->backtrack & ~node->sleep);
        all = all > 0 ? all : 1;
        left = left < 1 ? 1 : left;
        part += weight * (all - left) / all;
        weight /= all;
    }
    return part;
}

/* ---- The stages ------------------------------------------------------------------------------ */

static void keep_counts(struct inquiry *inquiry)
{
    const struct search *search = inquiry->workshop.search;
    struct explore_report *report = inquiry->report;
    report->executions = search->executions;
    report->blocked = search->blocked;
    report->cut = search->cut;
    report->cut_pc = search->cut_pc;
}

static bool is_too_large(const struct inquiry *inquiry)
{
    uint64_t most = inquiry->options->executions;
    const struct explore_report *report = inquiry->report;
    return most != 0 || report->cut > 0 || report->estimate > ESTIMATE_MOST;
}

/* A trial, which is enough for most; the others go to the crew. */
static enum workshop_pause try_whole(struct inquiry *inquiry)
{
    struct search_options options = inquiry_options(inquiry, STRATEGY_ALL);
    uint64_t most = inquiry->options->executions;
    options.shares = 1;
    options.steps_in_all = most != 0 ? 0 : STAGE_STEPS;
    options.executions_most = most != 0 ? most : TRIAL_EXECUTIONS;
    enum workshop_pause pause = inquiry_run(inquiry, &options);
    const struct search *search = inquiry->workshop.search;
    keep_counts(inquiry);
    if (pause == WORKSHOP_FINISHED && inquiry->options->shard > 0)
        inquiry->report->executions = inquiry->report->blocked = inquiry->report->cut = 0;
    if (pause != WORKSHOP_ENOUGH)
        return pause;
    double part = guess_part(search);
    inquiry->report->estimate = part > 0 ? (double)search->executions / part : 0;
    if (is_too_large(inquiry))
        return WORKSHOP_ENOUGH;
    pause = crew_run(inquiry);
    keep_counts(inquiry);
    return pause;
}

/* True when all is known: no new places turned up to the end. */
static bool explore_whole(struct inquiry *inquiry)
{
    inquiry_begin_stage(inquiry, "all schedules");
    for (int round = 0; round < ROUNDS_MOST; round++) {
        enum workshop_pause pause = try_whole(inquiry);
        if (pause == WORKSHOP_STOPPED || pause == WORKSHOP_OUTGROWN)
            return false;
        if (pause != WORKSHOP_RESTART && !inquiry_add_switches(inquiry->workshop.search))
            return pause == WORKSHOP_FINISHED;
    }
    return false;
}

/* With so many delays; false when there are too many such schedules. */
static bool explore_delays(struct inquiry *inquiry, uint32_t delays)
{
    static const char *const stages[] = {"no delay", "at most 1 delay", "at most 2 delays",
                                         "at most 3 delays", "at most 4 delays"};
    struct search_options options = inquiry_options(inquiry, STRATEGY_DELAYS);
    enum workshop_pause pause;
    options.bound = delays;
    options.executions_most = inquiry->options->executions;
    if (inquiry->options->delays < 0) {
        options.executions_most = EXPLORE_EXECUTIONS / 4;
        options.steps_in_all = STAGE_STEPS;
    }
    inquiry_begin_stage(inquiry, delays <= DELAYS_MOST ? stages[delays] : "delays");
    do
        pause = inquiry_run(inquiry, &options);
    while (pause == WORKSHOP_FINISHED && inquiry_add_switches(inquiry->workshop.search));
    if (pause == WORKSHOP_FINISHED || inquiry->report->delays < 0)
        keep_counts(inquiry);
    if (pause == WORKSHOP_FINISHED)
        inquiry->report->delays = (int)delays;
    return pause == WORKSHOP_FINISHED;
}

/* The chance, for a bug of that depth, that none of the executions would have met it: PCT. */
static void explore_by_chance(struct inquiry *inquiry)
{
    struct explore_report *report = inquiry->report;
    struct search_options options = inquiry_options(inquiry, STRATEGY_CHANCE);
    options.bound = CHANCE_DEPTH - 1;
    options.executions_most = inquiry->is_wide ? WIDE_EXECUTIONS : CHANCE_EXECUTIONS;
    options.steps_in_all = inquiry->is_wide ? WIDE_STEPS : STAGE_STEPS;
    options.steps_most = inquiry->is_wide ? 0 : options.steps_most;
    inquiry_begin_stage(inquiry, "by chance");
    inquiry_run(inquiry, &options);
    const struct search *search = inquiry->workshop.search;
    double threads = search->threads_most > 0 ? search->threads_most : 1;
    double steps = search->steps_longest > 0 ? search->steps_longest : 1;
    double once = 1 / (threads * steps * steps), missed = 1;
    for (uint64_t index = 0; index < search->executions; index++)
        missed *= 1 - once;
    report->by_chance = search->executions;
    report->executions += search->executions;
    report->cut += search->cut;
    if (report->cut_pc == 0)
        report->cut_pc = search->cut_pc;
    report->chance_depth = CHANCE_DEPTH;
    report->chance = 1 - missed;
}

/* Executions that were cut may go round for ever: is that somebody's ruin? */
static void explore_rounds(struct inquiry *inquiry)
{
    struct search_options options = inquiry_options(inquiry, STRATEGY_FAIR);
    options.executions_most = FAIR_EXECUTIONS;
    options.steps_most = 0;
    inquiry_begin_stage(inquiry, "rounds");
    inquiry_run(inquiry, &options);
}

static void explore_bounded(struct inquiry *inquiry)
{
    const struct explore_options *options = inquiry->options;
    uint32_t most = options->delays >= 0 ? (uint32_t)options->delays : DELAYS_MOST;
    uint32_t delays = 0;
    inquiry->report->end = EXPLORE_BOUNDED;
    while (delays <= most && !inquiry->is_stopped && explore_delays(inquiry, delays))
        delays++;
    if (!inquiry->is_stopped && options->delays < 0)
        explore_by_chance(inquiry);
}

/* ---- From end to end ------------------------------------------------------------------------- */

static void explore_stages(struct inquiry *inquiry)
{
    struct explore_report *report = inquiry->report;
    bool is_all = inquiry->options->delays < 0 && explore_whole(inquiry);
    if (is_all)
        report->end = report->cut > 0 ? EXPLORE_STEPS_BOUND : EXPLORE_COMPLETE;
    else if (inquiry->options->executions != 0 && inquiry->options->delays < 0)
        report->end = EXPLORE_ENOUGH;
    else if (!inquiry->is_stopped)
        explore_bounded(inquiry);
    if (!inquiry->is_stopped && report->end != EXPLORE_COMPLETE)
        explore_rounds(inquiry);
    if (inquiry->is_stopped)
        report->end = inquiry->is_late ? EXPLORE_TIME : EXPLORE_INTERRUPTED;
    if (findings_of(inquiry->workshop.search->findings, FINDING_DEATH_KEY) != NULL)
        report->end = EXPLORE_DIED;
    inquiry_add_switches(inquiry->workshop.search);
    findings_settle(inquiry->workshop.search->findings);
    inquiry_begin_stage(inquiry, "the shortest schedules");
    shortest_find(inquiry);
}

static bool begin(struct inquiry *inquiry, char **error)
{
    struct explore_report *report = inquiry->report;
    *report = (struct explore_report){
        .delays = -1,
        .steps_bound = inquiry->options->steps != 0 ? inquiry->options->steps : EXPLORE_STEPS};
    report->findings = mmap(NULL, sizeof *report->findings, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (report->findings == MAP_FAILED)
        report->findings = NULL;
    if (report->findings != NULL && workshop_open(&inquiry->workshop, PATH_STRIDE) &&
        workshop_load(&inquiry->workshop, inquiry->options, error))
        return true;
    if (*error == NULL) {
        *error = text_format("no memory to explore in");
        mishap_note("the system refused the memory to explore in");
    }
    return false;
}

static void keep_places(struct explore_report *report, const struct memory *memory)
{
    uint32_t count = memory_switches(memory);
    report->places = calloc(count + 1, sizeof *report->places);
    for (uint32_t index = 0; report->places != NULL && index < count; index++)
        report->places[index] = memory_switch(memory, index);
    report->place_count = report->places == NULL ? 0 : count;
}

bool explore(const struct explore_options *options, struct explore_report *report, char **error)
{
    struct inquiry inquiry = {.options = options, .report = report, .begun = inquiry_now()};
    *error = NULL;
    bool is_begun = begin(&inquiry, error);
    if (is_begun) {
        explore_stages(&inquiry);
        const struct search *search = inquiry.workshop.search;
        keep_places(report, search->memory);
        report->steps = search->steps_longest;
        report->threads = search->threads_most;
        findings_merge(report->findings, search->findings);
        findings_sort(report->findings);
    } else {
        explore_close(report);
    }
    workshop_close(&inquiry.workshop);
    return is_begun;
}

void explore_close(struct explore_report *report)
{
    if (report->findings != NULL)
        munmap(report->findings, sizeof *report->findings);
    report->findings = NULL;
    free(report->places);
    report->places = NULL;
}
