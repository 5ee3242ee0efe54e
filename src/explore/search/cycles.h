/* cycles.h: executions that go round: the whole program comes back to a state it was in.
 *
 * Looked for in executions by fair chance. A round in which every thread that could go on all the
 * time does go on may be repeated for ever. Who is kept waiting through all of it starves; and
 * when all that happens is trying, looking and stepping back, it is a livelock. */
#ifndef EXPLORE_SEARCH_CYCLES_H
#define EXPLORE_SEARCH_CYCLES_H

#include "explore/search/search.h"

#define CYCLES_MOVES 3000u /* of an execution in which states are compared */

/* A step is over, and the next not chosen yet. True when the program is in a round that shows
 * something wrong, which is then found. */
bool cycles_look(struct search *search);

#endif
