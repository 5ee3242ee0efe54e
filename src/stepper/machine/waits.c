#include "stepper/machine/waits.h"

static bool is_counted(enum operation_kind kind)
{
    switch (kind) {
    case OPERATION_LOCK:
    case OPERATION_TRYLOCK:
    case OPERATION_TIMEDLOCK:
    case OPERATION_WAIT:
    case OPERATION_TRYWAIT:
    case OPERATION_TIMEDWAIT:
    case OPERATION_COND_WAKE:
    case OPERATION_COND_TIMEDWAKE:
    case OPERATION_READ_LOCK:
    case OPERATION_READ_TRYLOCK:
    case OPERATION_READ_TIMEDLOCK:
    case OPERATION_WRITE_LOCK:
    case OPERATION_WRITE_TRYLOCK:
    case OPERATION_WRITE_TIMEDLOCK:
    case OPERATION_SPIN_LOCK:
    case OPERATION_SPIN_TRYLOCK:
    case OPERATION_ONCE:
        return true;
    default:
        return false;
    }
}

/* Adds to the counts of the whole and of the object of the thread's operation. */
static void add(struct machine *machine, const struct thread *thread, uint64_t done,
                uint64_t waited)
{
    struct wait_counts *counts[] = {&machine->waits, NULL};
    if (thread->pending.index >= 0)
        counts[1] = &machine->objects[thread->pending.index].waits;
    for (int index = 0; index < 2 && counts[index] != NULL; index++) {
        counts[index]->done += done;
        counts[index]->waited += waited;
    }
}

void waits_look(struct machine *machine, thread_slot slot)
{
    for (thread_slot other = 0; (uint32_t)other < machine->thread_count; other++) {
        struct thread *thread = &machine->threads[other];
        if (other == slot || thread->has_waited || !is_counted(thread->pending.kind) ||
            !machine_is_waiting(machine, other))
            continue;
        thread->has_waited = true;
        add(machine, thread, 0, 1);
    }
}

void waits_count(struct machine *machine, thread_slot slot)
{
    struct thread *thread = &machine->threads[slot];
    if (is_counted(thread->pending.kind))
        add(machine, thread, 1, 0);
    thread->has_waited = false;
}
