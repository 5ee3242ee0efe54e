/* sync.h: what each operation does to mutexes, semaphores, condition variables and threads.
 *
 * Works on the machine alone. An operation is performed only when machine_can_run() says that its
 * thread can: nothing here waits. After POSIX.1-2008, system interfaces volume; where POSIX leaves
 * the behaviour undefined, the operation is not performed and the trouble is named. */
#ifndef STEPPER_SYNC_H
#define STEPPER_SYNC_H

#include "stepper/machine.h"

/* What became of an operation: the value its caller gets, and what the trace shows. */
struct performed {
    int32_t result;          /* 0 or an errno number */
    int64_t before, after;   /* mutex: holder; semaphore: value; condition: waiters */
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

/* Ends the object's life. EVENT_DESTROY_BUSY when it is held or waited for. */
struct performed sync_destroy(struct machine *machine, thread_slot slot, int32_t index,
                              uint64_t pc);

/* Performs the pending operation of a thread. */
struct performed sync_perform(struct machine *machine, thread_slot slot);

#endif
