/* crew.h: one search of all schedules, shared out to several processes. */
#ifndef EXPLORE_CREW_H
#define EXPLORE_CREW_H

#include "explore/inquiry.h"

/* Searches all schedules with options->jobs processes, each with a program of its own. The whole is
 * split at the first choices into parts, which are the same for any number of processes and shards;
 * each process takes the next part that nobody has. The sums stand in the inquiry's search
 * afterwards. WORKSHOP_ENOUGH when the whole is too large: nothing of it
 * counts then. */
enum workshop_pause crew_run(struct inquiry *inquiry);

#endif
