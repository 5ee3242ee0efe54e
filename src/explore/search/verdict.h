/* verdict.h: what a whole execution shows to be wrong, and by what name. */
#ifndef EXPLORE_SEARCH_VERDICT_H
#define EXPLORE_SEARCH_VERDICT_H

#include "explore/search/search.h"

/* The thread's step is over: is it about to end the program while others could go on? */
void verdict_at_exit(struct search *search, thread_slot slot);

/* An event stands. */
void verdict_event(struct search *search);

/* The execution is over: search->ending says how; it may be made more precise. */
void verdict_at_end(struct search *search);

#endif
