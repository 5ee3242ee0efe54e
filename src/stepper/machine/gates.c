#include "stepper/machine/gates.h"

#include <errno.h>

/* ---- Reader-writer locks --------------------------------------------------------------------- */

static struct performed refuse(const struct sync_object *lock, thread_slot slot, int32_t error)
{
    thread_slot holder = machine_holder(lock, slot);
    return (struct performed){
        .result = error, .before = holder, .after = holder, .other = NO_THREAD};
}

/* Where nobody else stands in the way, it is what the thread itself holds. */
static struct performed stand_before(const struct sync_object *lock, thread_slot slot,
                                     const struct operation *operation)
{
    enum operation_kind kind = operation->kind;
    if (kind == OPERATION_READ_TRYLOCK || kind == OPERATION_WRITE_TRYLOCK)
        return refuse(lock, slot, EBUSY);
    if (kind == OPERATION_READ_TIMEDLOCK || kind == OPERATION_WRITE_TIMEDLOCK)
        return refuse(lock, slot, ETIMEDOUT);
    return (struct performed){.trouble = EVENT_RELOCK, .other = slot, .other_pc = lock->owner_pc};
}

struct performed gates_read_lock(struct sync_object *lock, thread_slot slot,
                                 const struct operation *operation)
{
    if (lock->owner != NO_THREAD)
        return stand_before(lock, slot, operation);
    if (lock->value < MACHINE_READERS)
        lock->readers[lock->value] = slot;
    lock->value++;
    lock->owner_pc = operation->pc;
    return (struct performed){.before = NO_THREAD, .after = slot, .other = NO_THREAD};
}

struct performed gates_write_lock(struct sync_object *lock, thread_slot slot,
                                  const struct operation *operation)
{
    if (lock->owner != NO_THREAD || lock->value > 0)
        return stand_before(lock, slot, operation);
    lock->owner = slot;
    lock->owner_pc = operation->pc;
    return (struct performed){.before = NO_THREAD, .after = slot, .other = NO_THREAD};
}

/* Removes one entry of the reader from the list; NO_THREAD stands for those that had no room there.
 * False when it has none. */
static bool remove_reader(struct sync_object *lock, thread_slot slot)
{
    int64_t known = lock->value < MACHINE_READERS ? lock->value : MACHINE_READERS, index = 0;
    while (index < known && lock->readers[index] != slot)
        index++;
    if (index == known)
        return false;
    for (; index + 1 < known; index++)
        lock->readers[index] = lock->readers[index + 1];
    lock->readers[known - 1] = NO_THREAD;
    return true;
}

struct performed gates_unlock(struct sync_object *lock, thread_slot slot)
{
    struct performed performed = {.before = slot, .other = NO_THREAD};
    if (lock->owner == slot) {
        lock->owner = NO_THREAD;
    } else if (remove_reader(lock, slot) || lock->value > MACHINE_READERS ||
               remove_reader(lock, NO_THREAD)) {
        lock->value--;
    } else {
        performed.trouble = EVENT_UNLOCK_NOT_OWNER;
        performed.other = machine_holder(lock, slot);
        performed.other_pc = performed.other == NO_THREAD ? 0 : lock->owner_pc;
    }
    performed.after = lock->value > 0 ? lock->readers[0] : lock->owner;
    return performed;
}

/* ---- Barriers -------------------------------------------------------------------------------- */

static void let_all_go(struct machine *machine, int32_t index)
{
    for (uint32_t slot = 0; slot < machine->thread_count; slot++) {
        struct thread *thread = &machine->threads[slot];
        if (thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_LEAVE &&
            thread->pending.index == index)
            thread->pending.argument = 1;
    }
}

struct performed gates_arrive(struct machine *machine, int32_t index)
{
    struct sync_object *barrier = &machine->objects[index];
    struct performed performed = {.before = barrier->value, .other = NO_THREAD};
    performed.after = ++barrier->value;
    if (barrier->value == barrier->limit) {
        barrier->value = 0;
        performed.result = SYNC_LAST_ONE;
        let_all_go(machine, index);
    }
    return performed;
}

/* ---- Once ------------------------------------------------------------------------------------ */

struct performed gates_once(struct sync_object *once, thread_slot slot, uint64_t pc)
{
    struct performed performed = {.before = once->value, .other = NO_THREAD};
    if (once->value == ONCE_RUNNING)
        return (struct performed){
            .trouble = EVENT_RELOCK, .other = slot, .other_pc = once->owner_pc};
    if (once->value == ONCE_NEVER) {
        once->value = ONCE_RUNNING;
        once->owner = slot;
        once->owner_pc = pc;
        performed.result = SYNC_RUN_IT;
    }
    performed.after = once->value;
    return performed;
}

struct performed gates_once_done(struct sync_object *once)
{
    struct performed performed = {.before = once->value, .after = ONCE_DONE, .other = NO_THREAD};
    once->value = ONCE_DONE;
    once->owner = NO_THREAD;
    return performed;
}

/* ---- Condition variables --------------------------------------------------------------------- */

static bool awaits_signal(const struct thread *thread, int32_t index)
{
    const struct operation *next = &thread->pending;
    return thread->phase == PHASE_PARKED && next->index == index && next->argument == 0 &&
           (next->kind == OPERATION_COND_WAKE || next->kind == OPERATION_COND_TIMEDWAKE);
}

/* The thread that waits longest, or longest of those that wait for less than `before`. */
static thread_slot next_waiter(const struct machine *machine, int32_t index, thread_slot before)
{
    thread_slot longest = NO_THREAD;
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        if (awaits_signal(thread, index) &&
            (before == NO_THREAD || thread->waits_since > machine->threads[before].waits_since) &&
            (longest == NO_THREAD || thread->waits_since < machine->threads[longest].waits_since))
            longest = slot;
    }
    return longest;
}

thread_slot gates_waiter(const struct machine *machine, int32_t index, uint32_t rank)
{
    thread_slot waiter = next_waiter(machine, index, NO_THREAD);
    while (waiter != NO_THREAD && rank-- > 0)
        waiter = next_waiter(machine, index, waiter);
    return waiter;
}

struct performed gates_signal(struct machine *machine, int32_t index)
{
    struct performed performed = {.before = sync_waiters(machine, index), .other = NO_THREAD};
    thread_slot waiter = gates_waiter(machine, index, machine->wake_choice);
    if (waiter == NO_THREAD)
        waiter = gates_waiter(machine, index, 0);
    if (waiter != NO_THREAD)
        machine->threads[waiter].pending.argument = 1;
    performed.after = performed.before - (waiter != NO_THREAD);
    return performed;
}

struct performed gates_broadcast(struct machine *machine, int32_t index)
{
    struct performed performed = {.before = sync_waiters(machine, index), .other = NO_THREAD};
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        if (awaits_signal(&machine->threads[slot], index))
            machine->threads[slot].pending.argument = 1;
    return performed;
}
