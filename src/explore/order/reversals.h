/* reversals.h: which choices must be taken differently, so that every execution is seen.
 *
 * Source-DPOR: P. Abdulla, S. Aronis, B. Jonsson, K. Sagonas, "Optimal dynamic partial order
 * reduction", POPL 2014, algorithm 1. When a thread's next move conflicts with an earlier one of
 * another thread and nothing else orders the two, some thread that could begin the other order is
 * added to the choices before the earlier one. Three rules go beyond the paper, for operations that
 * wait: a lock or wait is tried before the last lock or wait of the others, though an unlock or
 * post lies between; a post is only worth delaying past a wait that could do without it; and moves
 * that are still pending when an execution ends are looked at too. */
#ifndef EXPLORE_ORDER_REVERSALS_H
#define EXPLORE_ORDER_REVERSALS_H

#include "explore/order/path.h"

/* Fills `after` with the moves that come before the thread's pending operation, itself included.
 * Adds to the backtrack sets of the path what its place among them calls for, where
 * `is_searching`. */
void reversals_find(struct path *path, const struct machine *machine, thread_slot slot,
                    const struct touch touches[2], clock_entry *after, bool is_searching);

#endif
