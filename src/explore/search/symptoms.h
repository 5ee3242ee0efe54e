/* symptoms.h: what a single step shows to be wrong. */
#ifndef EXPLORE_SEARCH_SYMPTOMS_H
#define EXPLORE_SEARCH_SYMPTOMS_H

#include "explore/search/search.h"

/* Two uses of memory that nothing orders; `bytes` of the second. */
void symptoms_race(struct search *search, const struct race *race, size_t bytes);

/* The step of the path's last move is over. */
void symptoms_after_step(struct search *search);

#endif
