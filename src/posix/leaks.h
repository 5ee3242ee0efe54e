/* leaks.h: heap blocks that nobody can free any more.
 *
 * As LeakSanitizer does: a block is reachable when a word in the globals, on the stack of a thread that
 * has not ended, or in a reachable block points into it. The stack of a main() that has returned does
 * not count. */
#ifndef POSIX_LEAKS_H
#define POSIX_LEAKS_H

#include "posix/heap.h"

/* Child, between steps: the lowest live block that cannot be reached; false when there is none. */
bool leaks_find(struct heap_block *leak);

#endif
