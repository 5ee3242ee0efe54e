/* inquiry.h: one exploration under way: its program, the clock, and who may stop it. */
#ifndef EXPLORE_INQUIRY_H
#define EXPLORE_INQUIRY_H

#include "explore/explore.h"
#include "explore/workshop.h"

struct inquiry {
    const struct explore_options *options;
    struct explore_report *report;
    struct workshop workshop;
    const char *stage;
    double begun, stage_begun; /* seconds */
    double part;               /* of the stage that is done; below 0 when unknown */
    bool is_wide;              /* more threads than a set holds: only chance is left */
    bool is_stopped;           /* by Ctrl-C, by the caller, by a mishap, or by the clock: */
    bool is_late;
};

/* Seconds on a clock that only goes forward. */
double inquiry_now(void);

/* A name for what follows, and its progress from 0. */
void inquiry_begin_stage(struct inquiry *inquiry, const char *stage);

/* Tells the caller; false when the exploration is to stop. */
bool inquiry_goes_on(struct inquiry *inquiry, uint64_t executions, uint32_t findings);

/* What every search of this exploration has in common. */
struct search_options inquiry_options(const struct inquiry *inquiry, enum strategy strategy);

/* Searches in this process, again where new points to switch at or more threads call for it. */
enum workshop_pause inquiry_run(struct inquiry *inquiry, const struct search_options *options);

/* Gives a search what another one has learnt: points to switch at, and what it takes patience
 * for. */
void inquiry_inherit(struct search *search, const struct search *old);

/* Makes points to switch at of the places that were found to race; false when all of them were. */
bool inquiry_add_switches(struct search *search);

#endif
