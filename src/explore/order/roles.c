#include "explore/order/roles.h"

#include <assert.h>

enum {
    WORD = 4,        /* bytes of memory that count as one place */
    THREAD_PLACE = 4 /* stands for the list of threads: who is created first gets the lower slot */
};

static const struct {
    enum role object, object2;
    bool can_block;
} rows[] = {
    [OPERATION_NONE] = {ROLE_NONE, ROLE_NONE, false},
    [OPERATION_START] = {ROLE_NONE, ROLE_NONE, false},
    [OPERATION_LOCK] = {ROLE_LOCK, ROLE_NONE, true},
    [OPERATION_TRYLOCK] = {ROLE_TRYLOCK, ROLE_NONE, false},
    [OPERATION_TIMEDLOCK] = {ROLE_TRYLOCK, ROLE_NONE, false},
    [OPERATION_UNLOCK] = {ROLE_UNLOCK, ROLE_NONE, false},
    [OPERATION_WAIT] = {ROLE_WAIT, ROLE_NONE, true},
    [OPERATION_TRYWAIT] = {ROLE_TRYWAIT, ROLE_NONE, false},
    [OPERATION_TIMEDWAIT] = {ROLE_TRYWAIT, ROLE_NONE, false},
    [OPERATION_POST] = {ROLE_POST, ROLE_NONE, false},
    [OPERATION_COND_WAIT] = {ROLE_WRITE, ROLE_UNLOCK, false},
    [OPERATION_COND_TIMEDWAIT] = {ROLE_WRITE, ROLE_UNLOCK, false},
    [OPERATION_COND_WAKE] = {ROLE_NONE, ROLE_LOCK, true},
    [OPERATION_COND_TIMEDWAKE] = {ROLE_WRITE, ROLE_LOCK, true},
    [OPERATION_SIGNAL] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_BROADCAST] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_CREATE] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_JOIN] = {ROLE_NONE, ROLE_NONE, true},
    [OPERATION_YIELD] = {ROLE_NONE, ROLE_NONE, false},
    [OPERATION_SLEEP] = {ROLE_NONE, ROLE_NONE, false},
    [OPERATION_EXIT] = {ROLE_NONE, ROLE_NONE, false},
    [OPERATION_READ] = {ROLE_READ, ROLE_READ, false},
    [OPERATION_WRITE] = {ROLE_WRITE, ROLE_WRITE, false},
    [OPERATION_ATOMIC_READ] = {ROLE_READ, ROLE_READ, false},
    [OPERATION_ATOMIC_WRITE] = {ROLE_WRITE, ROLE_WRITE, false},
    [OPERATION_READ_LOCK] = {ROLE_READ, ROLE_NONE, true},
    [OPERATION_READ_TRYLOCK] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_READ_TIMEDLOCK] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_WRITE_LOCK] = {ROLE_WRITE, ROLE_NONE, true},
    [OPERATION_WRITE_TRYLOCK] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_WRITE_TIMEDLOCK] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_RW_UNLOCK] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_ARRIVE] = {ROLE_WRITE, ROLE_NONE, false},
    [OPERATION_LEAVE] = {ROLE_NONE, ROLE_NONE, true},
    [OPERATION_SPIN_LOCK] = {ROLE_LOCK, ROLE_NONE, true},
    [OPERATION_SPIN_TRYLOCK] = {ROLE_TRYLOCK, ROLE_NONE, false},
    [OPERATION_SPIN_UNLOCK] = {ROLE_UNLOCK, ROLE_NONE, false},
    [OPERATION_ONCE] = {ROLE_WRITE, ROLE_NONE, true},
    [OPERATION_ONCE_DONE] = {ROLE_WRITE, ROLE_NONE, false},
};
static_assert(sizeof rows / sizeof rows[0] == OPERATION_KINDS, "a row for each operation");

static bool is_memory(enum operation_kind kind)
{
    return kind == OPERATION_READ || kind == OPERATION_WRITE || kind == OPERATION_ATOMIC_READ ||
           kind == OPERATION_ATOMIC_WRITE;
}

static const struct sync_object *object_of(const struct machine *machine,
                                           const struct operation *operation)
{
    return operation->index < 0 ? NULL : &machine->objects[operation->index];
}

/* Locking again what one holds, and giving that back, concerns nobody else; a reader that leaves
 * only matters to writers. */
static enum role sharpen(const struct machine *machine, thread_slot slot, enum role role)
{
    const struct operation *operation = &machine->threads[slot].pending;
    const struct sync_object *object = object_of(machine, operation);
    if (object == NULL)
        return role;
    bool is_mine = object->owner == slot;
    if (role == ROLE_LOCK && object->kind == OBJECT_MUTEX && is_mine)
        return ROLE_NONE;
    if (role == ROLE_UNLOCK && is_mine && object->value > 1)
        return ROLE_NONE;
    if (role == ROLE_UNLOCK && !is_mine)
        return ROLE_LOCK_FAILED;
    if (operation->kind == OPERATION_RW_UNLOCK && !is_mine)
        return ROLE_READ;
    if (operation->kind == OPERATION_ONCE && object->value == ONCE_DONE)
        return ROLE_READ;
    return role;
}

static int32_t place_of(struct path *path, const struct operation *operation, uint64_t address)
{
    if (operation->kind == OPERATION_CREATE)
        return path_object(path, THREAD_PLACE);
    return path_object(path,
                       is_memory(operation->kind) ? address & ~(uint64_t)(WORD - 1) : address);
}

void roles_of(struct path *path, const struct machine *machine, thread_slot slot,
              struct touch touches[2])
{
    const struct operation *operation = &machine->threads[slot].pending;
    touches[0] = touches[1] = (struct touch){.object = -1, .previous = -1, .role = ROLE_NONE};
    touches[0].role = sharpen(machine, slot, rows[operation->kind].object);
    bool gives_up = operation->kind == OPERATION_COND_TIMEDWAKE && operation->argument == 0;
    if (operation->object2 != 0 && !gives_up)
        touches[1].role = rows[operation->kind].object2;
    if (touches[0].role != ROLE_NONE)
        touches[0].object = place_of(path, operation, operation->object);
    if (touches[1].role != ROLE_NONE)
        touches[1].object = place_of(path, operation, operation->object2);
}

bool roles_conflict(enum role first, enum role second)
{
    bool both_read = first == ROLE_READ && second == ROLE_READ;
    bool both_post = first == ROLE_POST && second == ROLE_POST;
    return first != ROLE_NONE && second != ROLE_NONE && !both_read && !both_post;
}

bool roles_commute(const struct touch first[2], const struct touch second[2])
{
    for (int one = 0; one < 2; one++)
        for (int other = 0; other < 2; other++)
            if (first[one].object >= 0 && first[one].object == second[other].object &&
                roles_conflict(first[one].role, second[other].role))
                return false;
    return true;
}

enum role roles_outcome(const struct machine *machine, const struct operation *operation,
                        enum role role)
{
    const struct sync_object *object = object_of(machine, operation);
    if (role == ROLE_TRYLOCK)
        return object == NULL || object->owner == NO_THREAD ? ROLE_LOCK : ROLE_LOCK_FAILED;
    if (role == ROLE_TRYWAIT)
        return object == NULL || object->value > 0 ? ROLE_WAIT : ROLE_WAIT_FAILED;
    return role;
}

bool roles_can_block(enum operation_kind kind)
{
    return rows[kind].can_block;
}
