/* serving.h: twins of checks on the whole memory server, in which the right answers stand.
 *
 * Other threads ask for other sizes; what they are to be answered is found by serving them here, first
 * come, first served, by first fit or as a `call desk_placement` says. Whoever is refused in the check is refused in the twin, and nobody
 * else: the rest of the check depends on that. Where no such sizes are found, or the check's own
 * answers are not found so, only the threads are others. */
#ifndef TWINS_SERVING_H
#define TWINS_SERVING_H

#include "grade/checks.h"

/* A `vary` (checks.h) for the tasks of tasks/server.h. */
void serving_vary(struct task *tasks, size_t count, uint64_t seed);

#endif
