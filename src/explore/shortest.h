/* shortest.h: for each finding a schedule with the fewest switches, then the fewest steps. */
#ifndef EXPLORE_SHORTEST_H
#define EXPLORE_SHORTEST_H

#include "explore/inquiry.h"

/* Looks through all schedules with 0 switches between threads, then 1, and so on, until each
 * finding of the inquiry's search was met again; what is found so is marked is_shortest. Equivalent
 * beginnings that end in the same thread are continued once. Gives up after as many steps as the
 * options allow: the schedules known by then stay, unmarked. */
void shortest_find(struct inquiry *inquiry);

#endif
