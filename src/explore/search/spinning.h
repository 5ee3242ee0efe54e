/* spinning.h: threads that go round without getting anywhere.
 *
 * When a thread comes back to an operation with the same stack, and neither it nor its operations
 * changed anything in between, it will do the same again until somebody else changes something.
 * It is *stalled* until then: of an endless number of rounds one is as good as all. */
#ifndef EXPLORE_SEARCH_SPINNING_H
#define EXPLORE_SEARCH_SPINNING_H

#include "explore/order/path.h"

/* The step of the path's last move is over: its thread stands before its pending operation.
 * Notes whether it has stood there like this before. */
void spinning_note(struct path *path, const struct machine *machine);

/* The thread is stalled, but sleeps in between. */
bool spinning_is_patient(const struct path *path, thread_slot slot);

bool spinning_is_stalled(const struct path *path, thread_slot slot);

#endif
