/* strategies.h: which thread an execution takes next, and which execution comes next. */
#ifndef EXPLORE_SEARCH_STRATEGIES_H
#define EXPLORE_SEARCH_STRATEGIES_H

#include "explore/search/search.h"

/* Before the first execution, and before each. */
void strategies_begin_execution(struct search *search);

/* At the end of the path: fills the node there, and says who goes on. False when nobody does:
 * search->ending then says why. */
bool strategies_pick(struct search *search, struct scheduled *choice);

/* A part of the whole begins: a choice at the split, or an execution that does not get there. True
 * when the part belongs to another process, or another shard. */
bool strategies_is_elsewhere(struct search *search);

/* After an execution: cuts the path to the choice that is to be taken differently, which then
 * stands in search->next_thread and next_waiter. False when there is none left. */
bool strategies_advance(struct search *search);

#endif
