#include "explore/shortest.h"

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
        left += !record->facts.is_shortest && record->facts.switches > bound;
    }
    return left;
}

void shortest_find(struct inquiry *inquiry)
{
    struct search *search = inquiry->workshop.search;
    struct findings *known = search->findings, *found = inquiry->workshop.others;
    struct search_options options = inquiry_options(inquiry, STRATEGY_SHORTEST);
    uint32_t left = known->count;
    uint64_t steps = 0;
    search->findings = found;
    for (; left > 0 && steps < SHORTEST_STEPS; options.bound++) {
        found->count = 0;
        options.steps_in_all = SHORTEST_STEPS - steps;
        if (inquiry_run(inquiry, &options) != WORKSHOP_FINISHED)
            break;
        steps += search->steps;
        left = keep(known, found, options.bound);
    }
    search->findings = known;
}
