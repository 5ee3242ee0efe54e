/* asleep.h: who of the memory server sleeps, and until when.
 *
 * What threads sleep on is the program's own affair: a semaphore or a condition, one each or one for
 * all. The server rests when it stands where it first waited. A request thread waits for its release
 * on the semaphore of workload-stepped.c; when it sleeps on anything else, and on no lock that
 * another holds, it waits for its answer. */
#ifndef MEM_ASLEEP_H
#define MEM_ASLEEP_H

#include "repl/mem/mem.h"

/* The semaphore on which a request thread waits to be let go. */
uint64_t asleep_released(const struct mem *mem, int id);

bool asleep_server_rests(const struct mem *mem);
bool asleep_for_answer(const struct mem *mem, int id);
bool asleep_for_release(const struct mem *mem, thread_slot slot);

/* Why the server did not come to its first wait, with a blank before it; "" where the event or the wait that
 * stands there tells it. */
const char *asleep_why_not(const struct mem *mem);

#endif
