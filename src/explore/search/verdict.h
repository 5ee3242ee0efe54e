/* verdict.h: what an execution shows to be wrong, and by what name. */
#ifndef EXPLORE_SEARCH_VERDICT_H
#define EXPLORE_SEARCH_VERDICT_H

#include "explore/search/search.h"

/* Two uses of memory that nothing orders; `bytes` of the second. */
void verdict_race(struct search *search, const struct race *race, size_t bytes);

/* The step of the path's last move is over. */
void verdict_after_step(struct search *search);

/* The execution is over: search->ending says how; it may be made more precise. */
void verdict_at_end(struct search *search);

#endif
