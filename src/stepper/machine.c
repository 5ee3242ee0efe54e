#include "stepper/machine.h"

#include <assert.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof *(array))

/* The call as the subject wrote it, and the word that `break` takes. */
static const struct {
    const char *name, *verb;
} operations[] = {
    [OPERATION_NONE] = {"nothing", "nothing"},
    [OPERATION_START] = {"start", "start"},
    [OPERATION_LOCK] = {"pthread_mutex_lock", "lock"},
    [OPERATION_TRYLOCK] = {"pthread_mutex_trylock", "trylock"},
    [OPERATION_UNLOCK] = {"pthread_mutex_unlock", "unlock"},
    [OPERATION_WAIT] = {"sem_wait", "wait"},
    [OPERATION_TRYWAIT] = {"sem_trywait", "trywait"},
    [OPERATION_POST] = {"sem_post", "post"},
    [OPERATION_COND_WAIT] = {"pthread_cond_wait", "cond-wait"},
    [OPERATION_COND_WAKE] = {"pthread_cond_wait", "cond-wake"},
    [OPERATION_SIGNAL] = {"pthread_cond_signal", "signal"},
    [OPERATION_BROADCAST] = {"pthread_cond_broadcast", "broadcast"},
    [OPERATION_CREATE] = {"pthread_create", "create"},
    [OPERATION_JOIN] = {"pthread_join", "join"},
    [OPERATION_YIELD] = {"sched_yield", "yield"},
    [OPERATION_EXIT] = {"exit", "exit"},
    [OPERATION_READ] = {"read", "read"},
    [OPERATION_WRITE] = {"write", "write"},
    [OPERATION_ATOMIC_READ] = {"atomic load", "atomic-read"},
    [OPERATION_ATOMIC_WRITE] = {"atomic store", "atomic-write"},
};
static_assert(ARRAY_LENGTH(operations) == OPERATION_KINDS, "a row for each operation");

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
    [EVENT_RELOCK] = "double lock",
    [EVENT_NOT_INITIALISED] = "use before initialisation",
    [EVENT_DESTROYED] = "use after destroy",
    [EVENT_DESTROY_BUSY] = "destroyed while in use",
    [EVENT_JOIN] = "bad join",
    [EVENT_TOO_MANY] = "limit reached",
};
static_assert(ARRAY_LENGTH(event_names) == EVENT_KINDS, "a name for each event");

static const char *const scheduler_names[] = {
    [SCHEDULER_MANUAL] = "manual",
    [SCHEDULER_ROUND_ROBIN] = "round-robin",
    [SCHEDULER_RANDOM] = "random",
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

const char *event_name(enum event_kind kind)
{
    return event_names[kind];
}

const char *scheduler_name(enum scheduler_kind kind)
{
    return scheduler_names[kind];
}

const struct sync_object *machine_object(const struct machine *machine, uint64_t address)
{
    for (uint32_t index = 0; index < machine->object_count; index++)
        if (machine->objects[index].address == address)
            return &machine->objects[index];
    return NULL;
}

/* A mutex that its own thread holds counts as free: the operation then answers at once, be it
 * with an error, a deeper recursion, or an event. So does one that is not live. */
static bool mutex_is_open(const struct machine *machine, int32_t index, thread_slot slot)
{
    if (index < 0)
        return true;
    const struct sync_object *mutex = &machine->objects[index];
    return !mutex->is_live || mutex->owner == NO_THREAD || mutex->owner == slot;
}

static bool semaphore_is_open(const struct machine *machine, int32_t index)
{
    return index < 0 || !machine->objects[index].is_live || machine->objects[index].value > 0;
}

bool machine_can_run(const struct machine *machine, thread_slot slot)
{
    if (slot < 0 || (uint32_t)slot >= machine->thread_count || machine->event.kind != EVENT_NONE)
        return false;
    const struct thread *thread = &machine->threads[slot];
    const struct operation *next = &thread->pending;
    if (thread->phase == PHASE_MIDSTEP)
        return true;
    if (thread->phase != PHASE_PARKED)
        return false;
    switch (next->kind) {
    case OPERATION_LOCK:
        return mutex_is_open(machine, next->index, slot);
    case OPERATION_WAIT:
        return semaphore_is_open(machine, next->index);
    case OPERATION_COND_WAKE:
        return next->argument != 0 && mutex_is_open(machine, next->index2, slot);
    case OPERATION_JOIN:
        return machine->threads[next->argument].phase == PHASE_DONE;
    default:
        return true;
    }
}

bool machine_anyone_can_run(const struct machine *machine)
{
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        if (machine_can_run(machine, (thread_slot)slot))
            return true;
    return false;
}
