/* sync.h: what each operation does to locks, semaphores, condition variables and threads.
 *
 * Works on the machine alone. An operation is performed only when machine_can_run() says that its
 * thread can: nothing here waits. After POSIX.1-2008, system interfaces volume; where POSIX leaves
 * the behaviour undefined, the operation is not performed and the trouble is named. */
#ifndef STEPPER_MACHINE_SYNC_H
#define STEPPER_MACHINE_SYNC_H

#include "stepper/machine/machine.h"

/* What became of an operation: the value its caller gets, and what the trace shows. */
#define SYNC_LAST_ONE (-1) /* result of ARRIVE: PTHREAD_BARRIER_SERIAL_THREAD */
#define SYNC_RUN_IT 1      /* result of ONCE: the caller runs the routine, then does ONCE_DONE */

struct performed {
    int32_t result;          /* 0, an errno number, or one of the above */
    int64_t before, after;   /* locks: holder; semaphore: value; condition, barrier: waiters */
    enum event_kind trouble; /* EVENT_NONE: performed; else nothing changed */
    uint64_t other_pc;       /* trouble: the other side, where known */
    thread_slot other;
};

/* Index of the object at the address, live or destroyed; -1 when it was never seen. */
int32_t sync_find(struct machine *machine, uint64_t address);

/* Makes the object known, or fresh again when there was one; gives its index, -1 when there is no
 * room. The caller has made sure that nobody waits for the old one. */
int32_t sync_declare(struct machine *machine, uint64_t address, enum object_kind kind,
                     enum mutex_type type, int64_t value);

/* How many threads wait at the object: for a condition those not yet signalled, for a mutex also
 * those that come back from a condition. */
int sync_waiters(const struct machine *machine, int32_t index);

/* Forgets the objects at addresses low <= a < high, where memory is given back: what is found there
 * later is another. Those that are waited for stay, to be told about. */
void sync_forget(struct machine *machine, uint64_t low, uint64_t high);

/* EVENT_REINITIALISED when the object, about to be declared afresh, is held or waited for. */
struct performed sync_redeclare(const struct machine *machine, int32_t index);

/* Ends the object's life. EVENT_DESTROY_BUSY when it is held or waited for. */
struct performed sync_destroy(struct machine *machine, thread_slot slot, int32_t index,
                              uint64_t pc);

/* Performs the pending operation of a thread. */
struct performed sync_perform(struct machine *machine, thread_slot slot);

#endif
