#include "explore/search/spinning.h"

#include "stepper/child/hashing.h"

enum { ROUND_MOST = 12 }; /* operations of one round of a loop that waits */

/* Whether the move left things as they were; what it stored is noted besides. */
static bool is_idle_kind(const struct move *move)
{
    switch (move->operation.kind) {
    case OPERATION_POST:
    case OPERATION_SIGNAL:
    case OPERATION_BROADCAST:
    case OPERATION_CREATE:
    case OPERATION_ARRIVE:
    case OPERATION_LEAVE:
    case OPERATION_ONCE_DONE:
    case OPERATION_COND_WAKE:
        return false;
    case OPERATION_WAIT:
    case OPERATION_TRYWAIT:
    case OPERATION_TIMEDWAIT:
        return move->touches[0].role == ROLE_WAIT_FAILED;
    default:
        return true;
    }
}

static bool is_unlock(const struct move *move)
{
    enum operation_kind kind = move->operation.kind;
    return kind == OPERATION_UNLOCK || kind == OPERATION_SPIN_UNLOCK ||
           kind == OPERATION_RW_UNLOCK || kind == OPERATION_COND_WAIT ||
           kind == OPERATION_COND_TIMEDWAIT;
}

static bool is_same(const struct operation *one, const struct operation *other)
{
    return one->kind == other->kind && one->pc == other->pc && one->object == other->object &&
           one->argument == other->argument;
}

/* True when the thread failed to get, in its last round, what the move gave back. */
static bool was_wanted(const struct path *path, thread_slot slot, const struct move *given)
{
    int32_t at = path->last_of[slot];
    for (int round = 0; round < ROUND_MOST && at >= 0; round++, at = path->moves[at].before)
        for (int side = 0; side < 2; side++) {
            int32_t object = given->touches[side].object;
            const struct touch *touch = object < 0 ? NULL : path_touch(&path->moves[at], object);
            if (touch != NULL && touch->role != ROLE_LOCK && touch->role != ROLE_UNLOCK)
                return true;
        }
    return false;
}

/* True when a move from `from` on may have let the thread go on, had it looked again. */
static bool has_changed(const struct path *path, thread_slot slot, int32_t from)
{
    for (int32_t at = from; at < (int32_t)path->length; at++) {
        const struct move *move = &path->moves[at];
        if (move->thread != slot && (move->stored || !is_idle_kind(move) ||
                                     (is_unlock(move) && was_wanted(path, slot, move))))
            return true;
    }
    return false;
}

/* Whoever holds something has to go on, so that others can. */
static bool holds_something(const struct machine *machine, thread_slot slot)
{
    for (uint32_t index = 0; index < machine->object_count; index++) {
        const struct sync_object *object = &machine->objects[index];
        if (object->is_live && (object->owner == slot ||
                                (object->kind == OBJECT_RWLOCK && machine_reads(object, slot) > 0)))
            return true;
    }
    return false;
}

void spinning_note(struct path *path, const struct machine *machine)
{
    struct move *last = &path->moves[path->length - 1];
    const struct thread *thread = &machine->threads[last->thread];
    int32_t at = (int32_t)path->length - 1;
    if (thread->phase != PHASE_PARKED)
        return;
    for (int round = 0; round < ROUND_MOST && at >= 0; round++) {
        const struct move *move = &path->moves[at];
        if (move->stored || !is_idle_kind(move) || move->operation.kind == OPERATION_START)
            return;
        at = move->before;
        if (is_same(&move->operation, &thread->pending)) {
            last->stack_hash = hashing_stack(thread->clock_step, thread, last->thread) | 1;
            last->repeats = at >= 0 && path->moves[at].stack_hash == last->stack_hash &&
                            !holds_something(machine, last->thread) &&
                            !has_changed(path, last->thread, at + 1);
            return;
        }
    }
}

bool spinning_is_stalled(const struct path *path, thread_slot slot)
{
    int32_t last = path->last_of[slot];
    return last >= 0 && path->moves[last].repeats && !has_changed(path, slot, last + 1);
}

bool spinning_is_patient(const struct path *path, thread_slot slot)
{
    int32_t at = path->last_of[slot];
    if (!spinning_is_stalled(path, slot))
        return false;
    for (int round = 0; round < ROUND_MOST && at >= 0; round++, at = path->moves[at].before)
        if (path->moves[at].operation.kind == OPERATION_SLEEP)
            return true;
    return false;
}
