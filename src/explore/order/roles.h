/* roles.h: what an operation touches, and whether two may change places unnoticed.
 *
 * Two operations commute when, wherever both could be next, either order leads to the same state
 * and neither keeps the other from running. Posts to one semaphore commute; a post and a wait do
 * not, even where the value is above 0: treating them so loses executions. */
#ifndef EXPLORE_ORDER_ROLES_H
#define EXPLORE_ORDER_ROLES_H

#include "explore/order/path.h"

/* What the thread's pending operation will touch, in the present state. */
void roles_of(struct path *path, const struct machine *machine, thread_slot slot,
              struct touch touches[2]);

bool roles_commute(const struct touch first[2], const struct touch second[2]);

/* Whether either order of these two makes a difference to an object they share. */
bool roles_conflict(enum role first, enum role second);

/* The outcome of a try, known from the state just before it: ROLE_LOCK or ROLE_LOCK_FAILED for
 * ROLE_TRYLOCK, and so on; other roles as they are. */
enum role roles_outcome(const struct machine *machine, const struct operation *operation,
                        enum role role);

/* Whether the operation may have to wait for what touches the same object. */
bool roles_can_block(enum operation_kind kind);

#endif
