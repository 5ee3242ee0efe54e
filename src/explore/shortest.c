#include "explore/shortest.h"

/* Rounds are only met by chance. */
static bool can_be_shorter(const struct finding *finding)
{
    return !finding->is_shortest && finding->kind != FINDING_LIVELOCK &&
           finding->kind != FINDING_STARVATION && finding->kind != FINDING_KIT_DIED;
}

/* Schedules that were found take the place of longer ones. Returns how many findings still have one
 * with more than `bound` switches. */
static uint32_t keep(struct findings *known, struct findings *found, uint32_t bound)
{
    uint32_t left = 0;
    for (uint32_t index = 0; index < known->count; index++) {
        struct record *record = &known->list[index];
        const struct record *shorter = findings_of(found, record->facts.key);
        if (!record->facts.is_shortest && shorter != NULL) {
            uint64_t executions = record->facts.executions;
            *record = *shorter;
            record->facts.executions = executions;
            record->facts.is_shortest = true;
        }
        left += can_be_shorter(&record->facts) && record->facts.switches > bound;
    }
    return left;
}

void shortest_find(struct inquiry *inquiry)
{
    struct search *search = inquiry->workshop.search;
    struct findings *known = search->findings, *found = inquiry->workshop.others;
    struct search_options options = inquiry_options(inquiry, STRATEGY_SHORTEST);
    uint32_t left = 0;
    uint64_t steps = 0, most = inquiry->options->shorten;
    if (most == 0)
        most = EXPLORE_SHORTEN;
    for (uint32_t index = 0; index < known->count; index++)
        left += can_be_shorter(&known->list[index].facts);
    search->findings = found;
    for (; left > 0 && steps < most; options.bound++) {
        found->count = 0;
        options.steps_in_all = most - steps;
        if (inquiry_run(inquiry, &options) != WORKSHOP_FINISHED)
            break;
        steps += search->steps;
        left = keep(known, found, options.bound);
    }
    search->findings = known;
}
