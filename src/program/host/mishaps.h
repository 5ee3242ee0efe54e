/* mishaps.h: what the system has done to this process that no program under study can: a process or
 * memory that it refused, a child that somebody killed.
 *
 * Whoever meets one has tried twice, notes it, and goes on as well as he can. What was found out behind
 * it may be wrong: who passes a judgement asks here first. So it is kept for the process as a whole,
 * and not by each stepper, run and build on the way up. */
#ifndef PROGRAM_HOST_MISHAPS_H
#define PROGRAM_HOST_MISHAPS_H

#include <stdbool.h>

/* Exit status of a memrepl that had one. */
enum { MISHAP_STATUS = 3 };

/* Notes it; the first is kept. The reason is a constant, and part of a sentence: "a process was killed". */
void mishap_note(const char *reason);

/* The first; NULL when there was none. */
const char *mishap_reason(void);

/* How many there were: more than before when one came in between. */
unsigned mishap_count(void);

/* True for a signal with which only somebody else ends a process: one under study can make no system
 * call for it, and no mistake of its own ends so. The limit on processor time does, too. */
bool mishap_is_signal(int signal_number);

#endif
