#include "stepper/machine/machine.h"

#include <assert.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof *(array))

/* The call as the subject wrote it, the word that `break` takes, and what the call needs. */
static const struct {
    const char *name, *verb;
    enum object_kind object;
} operations[] = {
    [OPERATION_NONE] = {"nothing", "nothing", OBJECT_NONE},
    [OPERATION_START] = {"start", "start", OBJECT_NONE},
    [OPERATION_LOCK] = {"pthread_mutex_lock", "lock", OBJECT_MUTEX},
    [OPERATION_TRYLOCK] = {"pthread_mutex_trylock", "trylock", OBJECT_MUTEX},
    [OPERATION_TIMEDLOCK] = {"pthread_mutex_timedlock", "timedlock", OBJECT_MUTEX},
    [OPERATION_UNLOCK] = {"pthread_mutex_unlock", "unlock", OBJECT_MUTEX},
    [OPERATION_WAIT] = {"sem_wait", "wait", OBJECT_SEMAPHORE},
    [OPERATION_TRYWAIT] = {"sem_trywait", "trywait", OBJECT_SEMAPHORE},
    [OPERATION_TIMEDWAIT] = {"sem_timedwait", "timedwait", OBJECT_SEMAPHORE},
    [OPERATION_POST] = {"sem_post", "post", OBJECT_SEMAPHORE},
    [OPERATION_COND_WAIT] = {"pthread_cond_wait", "cond-wait", OBJECT_CONDITION},
    [OPERATION_COND_TIMEDWAIT] = {"pthread_cond_timedwait", "cond-timedwait", OBJECT_CONDITION},
    [OPERATION_COND_WAKE] = {"pthread_cond_wait", "cond-wake", OBJECT_CONDITION},
    [OPERATION_COND_TIMEDWAKE] = {"pthread_cond_timedwait", "cond-timedwake", OBJECT_CONDITION},
    [OPERATION_SIGNAL] = {"pthread_cond_signal", "signal", OBJECT_CONDITION},
    [OPERATION_BROADCAST] = {"pthread_cond_broadcast", "broadcast", OBJECT_CONDITION},
    [OPERATION_CREATE] = {"pthread_create", "create", OBJECT_NONE},
    [OPERATION_JOIN] = {"pthread_join", "join", OBJECT_NONE},
    [OPERATION_YIELD] = {"sched_yield", "yield", OBJECT_NONE},
    [OPERATION_SLEEP] = {"sleep", "sleep", OBJECT_NONE},
    [OPERATION_EXIT] = {"exit", "exit", OBJECT_NONE},
    [OPERATION_READ] = {"read", "read", OBJECT_NONE},
    [OPERATION_WRITE] = {"write", "write", OBJECT_NONE},
    [OPERATION_ATOMIC_READ] = {"atomic load", "atomic-read", OBJECT_NONE},
    [OPERATION_ATOMIC_WRITE] = {"atomic store", "atomic-write", OBJECT_NONE},
    [OPERATION_READ_LOCK] = {"pthread_rwlock_rdlock", "rdlock", OBJECT_RWLOCK},
    [OPERATION_READ_TRYLOCK] = {"pthread_rwlock_tryrdlock", "tryrdlock", OBJECT_RWLOCK},
    [OPERATION_READ_TIMEDLOCK] = {"pthread_rwlock_timedrdlock", "timedrdlock", OBJECT_RWLOCK},
    [OPERATION_WRITE_LOCK] = {"pthread_rwlock_wrlock", "wrlock", OBJECT_RWLOCK},
    [OPERATION_WRITE_TRYLOCK] = {"pthread_rwlock_trywrlock", "trywrlock", OBJECT_RWLOCK},
    [OPERATION_WRITE_TIMEDLOCK] = {"pthread_rwlock_timedwrlock", "timedwrlock", OBJECT_RWLOCK},
    [OPERATION_RW_UNLOCK] = {"pthread_rwlock_unlock", "rw-unlock", OBJECT_RWLOCK},
    [OPERATION_ARRIVE] = {"pthread_barrier_wait", "barrier", OBJECT_BARRIER},
    [OPERATION_LEAVE] = {"pthread_barrier_wait", "barrier-leave", OBJECT_BARRIER},
    [OPERATION_SPIN_LOCK] = {"pthread_spin_lock", "spin-lock", OBJECT_SPIN},
    [OPERATION_SPIN_TRYLOCK] = {"pthread_spin_trylock", "spin-trylock", OBJECT_SPIN},
    [OPERATION_SPIN_UNLOCK] = {"pthread_spin_unlock", "spin-unlock", OBJECT_SPIN},
    [OPERATION_ONCE] = {"pthread_once", "once", OBJECT_ONCE},
    [OPERATION_ONCE_DONE] = {"pthread_once", "once-done", OBJECT_ONCE},
};
static_assert(ARRAY_LENGTH(operations) == OPERATION_KINDS, "a row for each operation");

static const char *const object_names[] = {
    [OBJECT_NONE] = "nothing",        [OBJECT_MUTEX] = "mutex",   [OBJECT_SEMAPHORE] = "semaphore",
    [OBJECT_CONDITION] = "condition", [OBJECT_RWLOCK] = "rwlock", [OBJECT_BARRIER] = "barrier",
    [OBJECT_SPIN] = "spin lock",      [OBJECT_ONCE] = "once",
};
static_assert(ARRAY_LENGTH(object_names) == OBJECT_KINDS, "a name for each kind");

static const char *const event_names[] = {
    [EVENT_NONE] = "no event",
    [EVENT_NULL_ACCESS] = "null pointer",
    [EVENT_WILD_ACCESS] = "wild pointer",
    [EVENT_USE_AFTER_FREE] = "use after free",
    [EVENT_OVERRUN] = "overrun",
    [EVENT_UNINITIALISED_READ] = "uninitialised read",
    [EVENT_READ_ONLY] = "write to a constant",
    [EVENT_DOUBLE_FREE] = "double free",
    [EVENT_BAD_FREE] = "bad free",
    [EVENT_INDEX] = "index out of bounds",
    [EVENT_DIVISION] = "division by zero",
    [EVENT_STACK_OVERFLOW] = "stack overflow",
    [EVENT_ENDLESS_LOOP] = "endless loop",
    [EVENT_ILLEGAL] = "fatal signal",
    [EVENT_EXIT] = "exit",
    [EVENT_ABORT] = "abort",
    [EVENT_ASSERT] = "assertion",
    [EVENT_UNLOCK_NOT_OWNER] = "unlock by a non-owner",
    [EVENT_WAIT_NOT_OWNER] = "wait without the mutex",
    [EVENT_RELOCK] = "double lock",
    [EVENT_NOT_INITIALISED] = "use before initialisation",
    [EVENT_DESTROYED] = "use after destroy",
    [EVENT_DESTROY_BUSY] = "destroyed while in use",
    [EVENT_REINITIALISED] = "initialised while in use",
    [EVENT_JOIN_ITSELF] = "joins itself",
    [EVENT_JOIN_TWICE] = "joined twice",
    [EVENT_JOIN_DETACHED] = "joins a detached thread",
    [EVENT_DETACH] = "detached twice",
    [EVENT_NO_THREAD] = "no such thread",
    [EVENT_NO_KEY] = "no such key",
    [EVENT_TOO_MANY] = "limit reached",
};
static_assert(ARRAY_LENGTH(event_names) == EVENT_KINDS, "a name for each event");

static const char *const scheduler_names[] = {
    [SCHEDULER_MANUAL] = "manual",
    [SCHEDULER_ROUND_ROBIN] = "round-robin",
    [SCHEDULER_RANDOM] = "random",
    [SCHEDULER_LAGGARD] = "laggard",
};
static_assert(ARRAY_LENGTH(scheduler_names) == SCHEDULER_KINDS, "a name for each scheduler");

const char *operation_name(enum operation_kind kind)
{
    return operations[kind].name;
}

const char *operation_verb(enum operation_kind kind)
{
    return operations[kind].verb;
}

enum object_kind operation_object(enum operation_kind kind)
{
    return operations[kind].object;
}

const char *object_name(enum object_kind kind)
{
    return object_names[kind];
}

const char *event_name(enum event_kind kind)
{
    return event_names[kind];
}

const char *scheduler_name(enum scheduler_kind kind)
{
    return scheduler_names[kind];
}

bool scheduler_has_seed(enum scheduler_kind kind)
{
    return kind == SCHEDULER_RANDOM || kind == SCHEDULER_LAGGARD;
}

const struct sync_object *machine_object(const struct machine *machine, uint64_t address)
{
    for (uint32_t index = 0; index < machine->object_count; index++)
        if (machine->objects[index].address == address)
            return &machine->objects[index];
    return NULL;
}

/* ---- Who can run ----------------------------------------------------------------------------- */

int machine_reads(const struct sync_object *object, thread_slot slot)
{
    int times = 0;
    for (int64_t index = 0; index < object->value && index < MACHINE_READERS; index++)
        times += object->readers[index] == slot;
    return times;
}

thread_slot machine_holder(const struct sync_object *object, thread_slot slot)
{
    if (object->owner != NO_THREAD)
        return object->owner == slot ? NO_THREAD : object->owner;
    for (int64_t index = 0; object->kind == OBJECT_RWLOCK && index < object->value; index++)
        if (index < MACHINE_READERS && object->readers[index] != slot)
            return object->readers[index];
    return NO_THREAD;
}

/* The object of an operation; NULL when it is not known or not live: that holds nobody up, as the
 * operation then only tells why it cannot be. */
static const struct sync_object *live_object(const struct machine *machine, int32_t index)
{
    return index < 0 || !machine->objects[index].is_live ? NULL : &machine->objects[index];
}

/* What its own thread holds counts as free: the operation then answers at once, be it with an
 * error, a deeper recursion, or an event. With a time limit it waits for itself in vain. */
static inline bool is_free(const struct sync_object *object, thread_slot slot, bool is_timed)
{
    if (object == NULL || object->owner == NO_THREAD)
        return true;
    return object->owner == slot && (!is_timed || object->type != MUTEX_NORMAL);
}

static bool is_free_to_write(const struct sync_object *object, thread_slot slot, bool is_timed)
{
    if (object == NULL || object->value == 0)
        return is_free(object, slot, is_timed);
    return machine_reads(object, slot) > 0 && !is_timed;
}

static inline bool has_value(const struct sync_object *semaphore)
{
    return semaphore == NULL || semaphore->value > 0;
}

static bool is_done(const struct sync_object *once, thread_slot slot)
{
    return once == NULL || once->value != ONCE_RUNNING || once->owner == slot;
}

static bool can_join(const struct machine *machine, const struct operation *next, thread_slot slot)
{
    const struct thread *other = &machine->threads[next->argument];
    return other->phase == PHASE_DONE || other->joined || other->detached || next->argument == slot;
}

/* A parked thread. A time limit lets it go on at any time, but a condition gives no thread back
 * without its mutex. */
static inline bool can_go_on(const struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    switch (next->kind) {
    case OPERATION_LOCK:
    case OPERATION_SPIN_LOCK:
    case OPERATION_READ_LOCK:
        return is_free(live_object(machine, next->index), slot, false);
    case OPERATION_WRITE_LOCK:
        return is_free_to_write(live_object(machine, next->index), slot, false);
    case OPERATION_WAIT:
        return has_value(live_object(machine, next->index));
    case OPERATION_COND_WAKE:
        return next->argument != 0 && is_free(live_object(machine, next->index2), slot, false);
    case OPERATION_COND_TIMEDWAKE: /* gives up without the mutex, which it then locks */
        return next->argument == 0 || is_free(live_object(machine, next->index2), slot, false);
    case OPERATION_LEAVE:
        return next->argument != 0;
    case OPERATION_ONCE:
        return is_done(live_object(machine, next->index), slot);
    case OPERATION_JOIN:
        return can_join(machine, next, slot);
    default:
        return true;
    }
}

/* True when it can go on, and not because its time has passed. */
static bool is_served(const struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    switch (next->kind) {
    case OPERATION_TIMEDLOCK:
    case OPERATION_READ_TIMEDLOCK:
        return is_free(live_object(machine, next->index), slot, true);
    case OPERATION_WRITE_TIMEDLOCK:
        return is_free_to_write(live_object(machine, next->index), slot, true);
    case OPERATION_TIMEDWAIT:
        return has_value(live_object(machine, next->index));
    case OPERATION_COND_TIMEDWAKE:
        return next->argument != 0 && can_go_on(machine, slot);
    case OPERATION_SLEEP:
        return machine->clock_ns >= machine->threads[slot].wakes_at_ns;
    default:
        return can_go_on(machine, slot);
    }
}

bool machine_is_waiting(const struct machine *machine, thread_slot slot)
{
    return machine->threads[slot].phase == PHASE_PARKED && !is_served(machine, slot);
}

bool machine_can_run(const struct machine *machine, thread_slot slot)
{
    if (slot < 0 || (uint32_t)slot >= machine->thread_count || machine->event.kind != EVENT_NONE)
        return false;
    enum thread_phase phase = machine->threads[slot].phase;
    return phase == PHASE_MIDSTEP || (phase == PHASE_PARKED && can_go_on(machine, slot));
}

bool machine_needs_time(const struct machine *machine, thread_slot slot)
{
    return machine->clock_ns < machine->threads[slot].wakes_at_ns &&
           machine_is_waiting(machine, slot) && machine_can_run(machine, slot);
}

bool machine_anyone_can_run(const struct machine *machine)
{
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        if (machine_can_run(machine, (thread_slot)slot))
            return true;
    return false;
}

/* ---- Split places ---------------------------------------------------------------------------- */

bool machine_is_split(const struct machine *machine, uint64_t address, uint64_t bytes)
{
    for (uint32_t index = 0; index < machine->splits.count; index++) {
        const struct split_range *range = &machine->splits.ranges[index];
        if (address < range->address + range->bytes && range->address < address + bytes)
            return bytes > 0;
    }
    return false;
}

static bool covers(const struct split_range *range, const struct split_range *other)
{
    return range->address <= other->address &&
           other->address + other->bytes <= range->address + range->bytes;
}

void machine_split(struct machine *machine, uint64_t address, uint64_t bytes)
{
    struct split_state *splits = &machine->splits;
    uint64_t low = address / MACHINE_WORD * MACHINE_WORD;
    uint64_t high = (address + bytes + MACHINE_WORD - 1) / MACHINE_WORD * MACHINE_WORD;
    const struct split_range range = {low, high - low};
    for (uint32_t index = 0; index < splits->count; index++)
        if (covers(&splits->ranges[index], &range))
            return;
    if (splits->count < MACHINE_SPLITS)
        splits->ranges[splits->count++] = range;
}
