/* knowledge.h: what a thread has been told of the others: the happens-before order of races.
 *
 * A mutex, a semaphore, the creation and the end of a thread, and atomic operations of the right
 * memory order pass on what the one thread knew before to the other; the order of two locks as such
 * passes on nothing. Sleeping tells nobody anything. */
#ifndef EXPLORE_ORDER_KNOWLEDGE_H
#define EXPLORE_ORDER_KNOWLEDGE_H

#include "explore/order/path.h"

/* Fills path_known() and path_told() of the path's last move, which is about to be performed. */
void knowledge_pass_on(struct path *path);

#endif
