#include "stepper/machine/sync.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "stepper/machine/gates.h"

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

/* Where a new object goes: a place that was forgotten, else one more. */
static int32_t free_place(struct machine *machine)
{
    for (uint32_t index = 0; machine->forgotten_count > 0 && index < machine->object_count; index++)
        if (machine->objects[index].address == 0) {
            machine->forgotten_count--;
            return (int32_t)index;
        }
    return machine->object_count == MACHINE_OBJECTS ? -1 : (int32_t)machine->object_count++;
}

int32_t sync_declare(struct machine *machine, uint64_t address, enum object_kind kind,
                     enum mutex_type type, int64_t value)
{
    int32_t index = sync_find(machine, address);
    if (index < 0)
        index = free_place(machine);
    if (index < 0)
        return -1;
    if (machine->objects_high == 0 || address < machine->objects_low)
        machine->objects_low = address;
    if (address >= machine->objects_high)
        machine->objects_high = address + 1;
    machine->objects[index] = (struct sync_object){.address = address,
                                                   .kind = kind,
                                                   .type = type,
                                                   .value = value,
                                                   .owner = NO_THREAD,
                                                   .is_live = true};
    return index;
}

/* True when a thread that parks before `next` waits at the object: for a condition until it is
 * signalled, for a mutex also when it comes back from a condition. */
static bool waits_at(const struct operation *next, int32_t index)
{
    bool is_wake = next->kind == OPERATION_COND_WAKE || next->kind == OPERATION_COND_TIMEDWAKE;
    return (is_wake && next->argument != 0 ? next->index2 : next->index) == index;
}

int sync_waiters(const struct machine *machine, int32_t index)
{
    int waiters = 0;
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        waiters += machine_is_waiting(machine, (thread_slot)slot) &&
                   waits_at(&machine->threads[slot].pending, index);
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

static bool is_busy(const struct machine *machine, int32_t index)
{
    const struct sync_object *object = &machine->objects[index];
    bool is_read = object->kind == OBJECT_RWLOCK && object->value > 0;
    return (object->is_live && (object->owner != NO_THREAD || is_read)) ||
           sync_waiters(machine, index) > 0;
}

/* Like trouble() of an object that is in use, with its holder: a reader, where there is no owner. */
static struct performed trouble_busy(enum event_kind kind, const struct sync_object *object)
{
    struct performed performed = trouble(kind, object);
    performed.other = machine_holder(object, NO_THREAD);
    if (performed.other == NO_THREAD)
        performed.other_pc = 0;
    return performed;
}

void sync_forget(struct machine *machine, uint64_t low, uint64_t high)
{
    if (high <= machine->objects_low || low >= machine->objects_high)
        return;
    for (uint32_t index = 0; index < machine->object_count; index++) {
        struct sync_object *object = &machine->objects[index];
        if (object->address < low || object->address >= high ||
            sync_waiters(machine, (int32_t)index) > 0)
            continue;
        *object = (struct sync_object){.owner = NO_THREAD};
        machine->forgotten_count++;
    }
}

struct performed sync_redeclare(const struct machine *machine, int32_t index)
{
    if (is_busy(machine, index))
        return trouble_busy(EVENT_REINITIALISED, &machine->objects[index]);
    return (struct performed){.other = NO_THREAD};
}

struct performed sync_destroy(struct machine *machine, thread_slot slot, int32_t index, uint64_t pc)
{
    struct sync_object *object = &machine->objects[index];
    if (!object->is_live)
        return trouble(EVENT_DESTROYED, object);
    if (is_busy(machine, index))
        return trouble_busy(EVENT_DESTROY_BUSY, object);
    object->is_live = false;
    object->owner = slot;
    object->owner_pc = pc;
    return (struct performed){.other = NO_THREAD};
}

/* ---- Mutexes, spin locks, semaphores --------------------------------------------------------- */

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

/* The same with a time limit, which has passed when another holds the mutex, or the taker itself one
 * that does not tell. */
static struct performed timed_lock(struct sync_object *mutex, thread_slot slot, uint64_t pc)
{
    bool is_mine = mutex->owner == slot && mutex->type != MUTEX_NORMAL;
    if (mutex->owner == NO_THREAD || is_mine)
        return lock(mutex, slot, pc);
    return (struct performed){
        .result = ETIMEDOUT, .before = mutex->owner, .after = mutex->owner, .other = NO_THREAD};
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

static struct performed take(struct sync_object *semaphore, int32_t error)
{
    struct performed performed = {
        .before = semaphore->value, .after = semaphore->value, .other = NO_THREAD};
    if (semaphore->value == 0)
        performed.result = error;
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

/* ---- Condition variables --------------------------------------------------------------------- */

/* Lets go of the mutex. That the thread now waits, and since which step, engine.c notes in its next
 * operation: argument 0 not woken, 1 woken; the waiting order is that of machine.step. */
static struct performed cond_wait(struct machine *machine, thread_slot slot)
{
    struct operation *next = &machine->threads[slot].pending;
    struct performed performed = unlock(&machine->objects[next->index2], slot);
    if (performed.trouble == EVENT_UNLOCK_NOT_OWNER)
        performed.trouble = EVENT_WAIT_NOT_OWNER;
    if (performed.trouble == EVENT_NONE) {
        performed.before = sync_waiters(machine, next->index);
        performed.after = performed.before + 1;
    }
    return performed;
}

/* Takes the mutex again. Run before it was signalled, its time limit has passed. */
static struct performed cond_wake(struct machine *machine, thread_slot slot)
{
    struct operation *next = &machine->threads[slot].pending;
    struct sync_object *mutex = &machine->objects[next->index2];
    if (next->argument != 0)
        return lock(mutex, slot, next->pc);
    return (struct performed){
        .result = ETIMEDOUT, .before = mutex->owner, .after = mutex->owner, .other = NO_THREAD};
}

/* ---- Threads --------------------------------------------------------------------------------- */

static struct performed join(struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    struct thread *other = &machine->threads[next->argument];
    struct performed performed = {
        .before = next->argument, .after = next->argument, .other = (thread_slot)next->argument};
    if (next->argument == slot)
        performed.trouble = EVENT_JOIN_ITSELF;
    else if (other->joined)
        performed.trouble = EVENT_JOIN_TWICE;
    else if (other->detached)
        performed.trouble = EVENT_JOIN_DETACHED;
    else
        other->joined = true;
    return performed;
}

/* ---- Performing ------------------------------------------------------------------------------ */

/* EVENT_NONE when the object is live and of the right kind. Its place may have got another, when its
 * memory was freed while the thread stood before the operation. */
static enum event_kind check_object(const struct machine *machine, int32_t index, uint64_t address,
                                    enum object_kind kind)
{
    if (index < 0)
        return EVENT_NOT_INITIALISED;
    const struct sync_object *object = &machine->objects[index];
    if (object->address == address && object->kind != kind)
        return EVENT_NOT_INITIALISED;
    return object->address == address && object->is_live ? EVENT_NONE : EVENT_DESTROYED;
}

/* Who was woken or let through does not need the condition or barrier any more, and may find it
 * destroyed. */
static enum event_kind check_operation(const struct machine *machine, const struct operation *next)
{
    enum event_kind problem = EVENT_NONE;
    bool is_wake = next->kind == OPERATION_COND_WAKE || next->kind == OPERATION_COND_TIMEDWAKE;
    bool is_wait = next->kind == OPERATION_COND_WAIT || next->kind == OPERATION_COND_TIMEDWAIT;
    if (is_wake || is_wait)
        problem = check_object(machine, next->index2, next->object2, OBJECT_MUTEX);
    if (problem == EVENT_NONE && operation_object(next->kind) != OBJECT_NONE && !is_wake &&
        next->kind != OPERATION_LEAVE)
        problem = check_object(machine, next->index, next->object, operation_object(next->kind));
    return problem;
}

static void pass_time(struct machine *machine, thread_slot slot)
{
    if (machine_needs_time(machine, slot))
        machine->clock_ns = machine->threads[slot].wakes_at_ns;
    machine->clock_ns += MACHINE_STEP_NS;
}

struct performed sync_perform(struct machine *machine, thread_slot slot)
{
    const struct operation *next = &machine->threads[slot].pending;
    enum event_kind problem = check_operation(machine, next);
    struct sync_object *object = next->index < 0 ? NULL : &machine->objects[next->index];
    if (problem != EVENT_NONE)
        return trouble(problem, object);
    pass_time(machine, slot);
    switch (next->kind) {
    case OPERATION_LOCK:
    case OPERATION_SPIN_LOCK:
        return lock(object, slot, next->pc);
    case OPERATION_TRYLOCK:
    case OPERATION_SPIN_TRYLOCK:
        return try_lock(object, slot, next->pc);
    case OPERATION_TIMEDLOCK:
        return timed_lock(object, slot, next->pc);
    case OPERATION_UNLOCK:
    case OPERATION_SPIN_UNLOCK:
        return unlock(object, slot);
    case OPERATION_WAIT:
    case OPERATION_TRYWAIT:
        return take(object, EAGAIN);
    case OPERATION_TIMEDWAIT:
        return take(object, ETIMEDOUT);
    case OPERATION_POST:
        return post(object);
    case OPERATION_COND_WAIT:
    case OPERATION_COND_TIMEDWAIT:
        return cond_wait(machine, slot);
    case OPERATION_COND_WAKE:
    case OPERATION_COND_TIMEDWAKE:
        return cond_wake(machine, slot);
    case OPERATION_SIGNAL:
        return gates_signal(machine, next->index);
    case OPERATION_BROADCAST:
        return gates_broadcast(machine, next->index);
    case OPERATION_READ_LOCK:
    case OPERATION_READ_TRYLOCK:
    case OPERATION_READ_TIMEDLOCK:
        return gates_read_lock(object, slot, next);
    case OPERATION_WRITE_LOCK:
    case OPERATION_WRITE_TRYLOCK:
    case OPERATION_WRITE_TIMEDLOCK:
        return gates_write_lock(object, slot, next);
    case OPERATION_RW_UNLOCK:
        return gates_unlock(object, slot);
    case OPERATION_ARRIVE:
        return gates_arrive(machine, next->index);
    case OPERATION_ONCE:
        return gates_once(object, slot, next->pc);
    case OPERATION_ONCE_DONE:
        return gates_once_done(object);
    case OPERATION_JOIN:
        return join(machine, slot);
    default:
        return (struct performed){.other = NO_THREAD};
    }
}
