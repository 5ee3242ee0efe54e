#include "stepper/sync.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static uint16_t *cache_entry(struct machine *machine, uint64_t address)
{
    return &machine->object_cache[(address >> 3) % MACHINE_OBJECT_CACHE];
}

int32_t sync_find(struct machine *machine, uint64_t address)
{
    uint16_t *guess = cache_entry(machine, address);
    if (*guess < machine->object_count && machine->objects[*guess].address == address)
        return *guess;
    for (uint32_t index = 0; index < machine->object_count; index++)
        if (machine->objects[index].address == address) {
            *guess = (uint16_t)index;
            return (int32_t)index;
        }
    return -1;
}

int32_t sync_declare(struct machine *machine, uint64_t address, enum object_kind kind,
                     enum mutex_type type, int64_t value)
{
    int32_t index = sync_find(machine, address);
    if (index < 0) {
        if (machine->object_count == MACHINE_OBJECTS)
            return -1;
        index = (int32_t)machine->object_count++;
    }
    machine->objects[index] = (struct sync_object){.address = address,
                                                   .kind = kind,
                                                   .type = type,
                                                   .value = value,
                                                   .owner = NO_THREAD,
                                                   .is_live = true};
    return index;
}

/* How many threads wait for the object, or are about to come back from waiting for it. */
static int count_waiters(const struct machine *machine, int32_t index)
{
    int waiters = 0;
    for (uint32_t slot = 0; slot < machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        const struct operation *next = &thread->pending;
        if (thread->phase != PHASE_PARKED)
            continue;
        bool on_first = next->index == index && (next->kind == OPERATION_COND_WAKE ||
                                                 !machine_can_run(machine, (thread_slot)slot));
        waiters += on_first;
    }
    return waiters;
}

static struct performed trouble(enum event_kind kind, const struct sync_object *object)
{
    struct performed performed = {.trouble = kind, .other = NO_THREAD};
    if (object != NULL) {
        performed.other = object->owner;
        performed.other_pc = object->owner_pc;
    }
    return performed;
}

struct performed sync_destroy(struct machine *machine, thread_slot slot, int32_t index, uint64_t pc)
{
    struct sync_object *object = &machine->objects[index];
    bool is_held = object->kind == OBJECT_MUTEX && object->owner != NO_THREAD;
    if (!object->is_live)
        return trouble(EVENT_DESTROYED, object);
    if (is_held || count_waiters(machine, index) > 0)
        return trouble(EVENT_DESTROY_BUSY, object);
    object->is_live = false;
    object->owner = slot;
    object->owner_pc = pc;
    return (struct performed){.other = NO_THREAD};
}

/* Takes the mutex, which is free or held by the taker itself. */
static struct performed lock(struct sync_object *mutex, thread_slot slot, uint64_t pc)
{
    struct performed performed = {.before = mutex->owner, .after = slot, .other = NO_THREAD};
    if (mutex->owner == slot && mutex->type == MUTEX_NORMAL)
        return trouble(EVENT_RELOCK, mutex);
    if (mutex->owner == slot && mutex->type == MUTEX_ERRORCHECK) {
        performed.result = EDEADLK;
        return performed;
    }
    if (mutex->owner != slot)
        mutex->owner_pc = pc;
    mutex->owner = slot;
    mutex->value++;
    return performed;
}

static struct performed try_lock(struct sync_object *mutex, thread_slot slot, uint64_t pc)
{
    bool is_mine = mutex->owner == slot && mutex->type == MUTEX_RECURSIVE;
    if (mutex->owner == NO_THREAD || is_mine)
        return lock(mutex, slot, pc);
    return (struct performed){
        .result = EBUSY, .before = mutex->owner, .after = mutex->owner, .other = NO_THREAD};
}

static struct performed unlock(struct sync_object *mutex, thread_slot slot)
{
    struct performed performed = {.before = mutex->owner, .other = NO_THREAD};
    if (mutex->owner != slot) {
        if (mutex->type != MUTEX_ERRORCHECK)
            return trouble(EVENT_UNLOCK_NOT_OWNER, mutex);
        performed.result = EPERM;
        performed.after = mutex->owner;
        return performed;
    }
    if (--mutex->value == 0)
        mutex->owner = NO_THREAD;
    performed.after = mutex->owner;
    return performed;
}

static struct performed take(struct sync_object *semaphore, bool is_try)
{
    struct performed performed = {
        .before = semaphore->value, .after = semaphore->value, .other = NO_THREAD};
    if (semaphore->value == 0 && is_try)
        performed.result = EAGAIN;
    else
        performed.after = --semaphore->value;
    return performed;
}

static struct performed post(struct sync_object *semaphore)
{
    struct performed performed = {
        .before = semaphore->value, .after = semaphore->value, .other = NO_THREAD};
    if (semaphore->value == INT_MAX)
        performed.result = EOVERFLOW;
    else
        performed.after = ++semaphore->value;
    return performed;
}

/* Lets go of the mutex. That the thread now waits, and since which step, engine.c notes in its next
 * operation: argument 0 not woken, 1 woken; the waiting order is that of machine.step. */
static struct performed cond_wait(struct machine *machine, thread_slot slot)
{
    struct operation *next = &machine->threads[slot].pending;
    struct performed performed = unlock(&machine->objects[next->index2], slot);
    if (performed.trouble == EVENT_NONE) {
        performed.before = count_waiters(machine, next->index);
        performed.after = performed.before + 1;
    }
    return performed;
}

/* The thread that has waited longest for the condition and was not woken yet. */
static struct thread *longest_waiter(struct machine *machine, int32_t index)
{
    struct thread *longest = NULL;
    for (uint32_t slot = 0; slot < machine->thread_count; slot++) {
        struct thread *thread = &machine->threads[slot];
        const struct operation *next = &thread->pending;
        if (thread->phase == PHASE_PARKED && next->kind == OPERATION_COND_WAKE &&
            next->index == index && next->argument == 0 &&
            (longest == NULL || thread->waits_since < longest->waits_since))
            longest = thread;
    }
    return longest;
}

static struct performed wake(struct machine *machine, int32_t index, bool all)
{
    struct performed performed = {.before = count_waiters(machine, index), .other = NO_THREAD};
    struct thread *waiter;
    performed.after = performed.before;
    while ((waiter = longest_waiter(machine, index)) != NULL) {
        waiter->pending.argument = 1;
        performed.after--;
        if (!all)
            break;
    }
    return performed;
}

static struct performed join(struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    struct thread *other = &machine->threads[next->argument];
    if (other->joined || other->detached)
        return trouble(EVENT_JOIN, NULL);
    other->joined = true;
    return (struct performed){
        .before = next->argument, .after = next->argument, .other = NO_THREAD};
}

/* The first object an operation needs, unless it is live and of the right kind. */
static enum event_kind check_object(const struct machine *machine, int32_t index,
                                    enum object_kind kind)
{
    if (index < 0 || machine->objects[index].kind != kind)
        return EVENT_NOT_INITIALISED;
    return machine->objects[index].is_live ? EVENT_NONE : EVENT_DESTROYED;
}

static enum event_kind check_operation(const struct machine *machine, const struct operation *next)
{
    enum event_kind problem;
    switch (next->kind) {
    case OPERATION_LOCK:
    case OPERATION_TRYLOCK:
    case OPERATION_UNLOCK:
        return check_object(machine, next->index, OBJECT_MUTEX);
    case OPERATION_WAIT:
    case OPERATION_TRYWAIT:
    case OPERATION_POST:
        return check_object(machine, next->index, OBJECT_SEMAPHORE);
    case OPERATION_COND_WAIT:
    case OPERATION_COND_WAKE:
        problem = check_object(machine, next->index2, OBJECT_MUTEX);
        return problem != EVENT_NONE ? problem
                                     : check_object(machine, next->index, OBJECT_CONDITION);
    case OPERATION_SIGNAL:
    case OPERATION_BROADCAST:
        return check_object(machine, next->index, OBJECT_CONDITION);
    default:
        return EVENT_NONE;
    }
}

struct performed sync_perform(struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    enum event_kind problem = check_operation(machine, next);
    struct sync_object *object = next->index < 0 ? NULL : &machine->objects[next->index];
    if (problem != EVENT_NONE)
        return trouble(problem, object);
    switch (next->kind) {
    case OPERATION_LOCK:
        return lock(object, slot, next->pc);
    case OPERATION_TRYLOCK:
        return try_lock(object, slot, next->pc);
    case OPERATION_UNLOCK:
        return unlock(object, slot);
    case OPERATION_WAIT:
    case OPERATION_TRYWAIT:
        return take(object, next->kind == OPERATION_TRYWAIT);
    case OPERATION_POST:
        return post(object);
    case OPERATION_COND_WAIT:
        return cond_wait(machine, slot);
    case OPERATION_COND_WAKE:
        return lock(&machine->objects[next->index2], slot, next->pc);
    case OPERATION_SIGNAL:
    case OPERATION_BROADCAST:
        return wake(machine, next->index, next->kind == OPERATION_BROADCAST);
    case OPERATION_JOIN:
        return join(machine, slot);
    default:
        return (struct performed){.other = NO_THREAD};
    }
}
