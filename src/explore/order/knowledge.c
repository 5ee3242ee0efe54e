#include "explore/order/knowledge.h"

#include <string.h>

enum { FENCE_REACH = 64 }; /* moves of a thread that a fence looks back over */

/* What an object passes on. */
enum passing {
    PASS_NOTHING,
    PASS_TAKE,      /* takes what was last given */
    PASS_GIVE,      /* gives to the next who takes */
    PASS_TAKE_MANY, /* takes what all have given so far: a semaphore */
    PASS_GIVE_MANY,
    PASS_ATOMIC,
    PASS_TAKE_ALL,   /* takes from each that gave it: a writer's lock, a barrier */
    PASS_TAKE_WRITER /* takes from the last writer */
};

static const struct {
    enum passing object, object2;
} rows[OPERATION_KINDS] = {
    [OPERATION_LOCK] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_TRYLOCK] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_TIMEDLOCK] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_UNLOCK] = {PASS_GIVE, PASS_NOTHING},
    [OPERATION_SPIN_LOCK] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_SPIN_TRYLOCK] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_SPIN_UNLOCK] = {PASS_GIVE, PASS_NOTHING},
    [OPERATION_WAIT] = {PASS_TAKE_MANY, PASS_NOTHING},
    [OPERATION_TRYWAIT] = {PASS_TAKE_MANY, PASS_NOTHING},
    [OPERATION_TIMEDWAIT] = {PASS_TAKE_MANY, PASS_NOTHING},
    [OPERATION_POST] = {PASS_GIVE_MANY, PASS_NOTHING},
    [OPERATION_COND_WAIT] = {PASS_NOTHING, PASS_GIVE},
    [OPERATION_COND_TIMEDWAIT] = {PASS_NOTHING, PASS_GIVE},
    [OPERATION_COND_WAKE] = {PASS_NOTHING, PASS_TAKE},
    [OPERATION_COND_TIMEDWAKE] = {PASS_NOTHING, PASS_TAKE},
    [OPERATION_ATOMIC_READ] = {PASS_ATOMIC, PASS_NOTHING},
    [OPERATION_ATOMIC_WRITE] = {PASS_ATOMIC, PASS_NOTHING},
    [OPERATION_READ_LOCK] = {PASS_TAKE_WRITER, PASS_NOTHING},
    [OPERATION_READ_TRYLOCK] = {PASS_TAKE_WRITER, PASS_NOTHING},
    [OPERATION_READ_TIMEDLOCK] = {PASS_TAKE_WRITER, PASS_NOTHING},
    [OPERATION_WRITE_LOCK] = {PASS_TAKE_ALL, PASS_NOTHING},
    [OPERATION_WRITE_TRYLOCK] = {PASS_TAKE_ALL, PASS_NOTHING},
    [OPERATION_WRITE_TIMEDLOCK] = {PASS_TAKE_ALL, PASS_NOTHING},
    [OPERATION_RW_UNLOCK] = {PASS_GIVE, PASS_NOTHING},
    [OPERATION_ARRIVE] = {PASS_GIVE, PASS_NOTHING},
    [OPERATION_ONCE] = {PASS_TAKE, PASS_NOTHING},
    [OPERATION_ONCE_DONE] = {PASS_GIVE, PASS_NOTHING},
};

/* The thread knew this before the move, whose own step comes after what it gives. */
static void take_from(struct path *path, clock_entry *known, int32_t giver)
{
    int32_t before = path->moves[giver].before;
    if (before >= 0)
        path_join(path, known, path_known(path, before));
}

static bool gives(const struct move *move, int32_t object)
{
    const struct operation *operation = &move->operation;
    bool is_second = move->touches[1].object == object;
    return move->touches[is_second].role != ROLE_LOCK_FAILED &&
           (is_second ? rows[operation->kind].object2 : rows[operation->kind].object) == PASS_GIVE;
}

static void take(struct path *path, clock_entry *known, int32_t object, bool from_all,
                 bool from_writers)
{
    const struct touch *touch;
    for (int32_t at = path->last_on[object]; at >= 0; at = touch->previous) {
        const struct move *move = &path->moves[at];
        touch = path_touch(move, object);
        if (!gives(move, object) || (from_writers && touch->role == ROLE_READ) ||
            at == (int32_t)path->length - 1)
            continue;
        take_from(path, known, at);
        if (!from_all)
            return;
    }
}

/* What the place passed on before the last move. */
static const clock_entry *told_before(struct path *path, const struct move *move)
{
    int32_t previous = move->touches[0].previous;
    return previous < 0 ? NULL : path_told(path, previous);
}

/* Bit sets of the compilers' memory orders, __ATOMIC_RELAXED to __ATOMIC_SEQ_CST. */
static bool acquires(int64_t order)
{
    return order == __ATOMIC_CONSUME || order == __ATOMIC_ACQUIRE || order == __ATOMIC_ACQ_REL ||
           order == __ATOMIC_SEQ_CST;
}

static bool releases(int64_t order)
{
    return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

/* A fence that acquires takes what the thread's atomic operations before it could have taken. */
static void take_by_fence(struct path *path, clock_entry *known, int32_t before)
{
    int32_t at = before;
    for (int move = 0; move < FENCE_REACH && at >= 0; move++, at = path->moves[at].before)
        if (rows[path->moves[at].operation.kind].object == PASS_ATOMIC)
            path_join(path, known, path_told(path, at));
}

/* A relaxed store gives what the last fence before it that releases would have given. */
static void give_by_fence(struct path *path, clock_entry *told, int32_t before)
{
    int32_t at = before;
    for (int move = 0; move < FENCE_REACH && at >= 0; move++, at = path->moves[at].before) {
        const struct operation *operation = &path->moves[at].operation;
        if (operation->object == OPERATION_FENCE_PLACE && releases(operation->argument)) {
            path_join(path, told, path_known(path, at));
            return;
        }
    }
}

static void pass(struct path *path, struct move *move, enum passing passing, int32_t object)
{
    int32_t index = (int32_t)path->length - 1;
    clock_entry *known = path_known(path, index), *told = path_told(path, index);
    const clock_entry *past = told_before(path, move);
    int64_t order = move->operation.argument;
    bool is_write = move->operation.kind == OPERATION_ATOMIC_WRITE;
    enum role role = path_touch(move, object)->role;
    switch (passing) {
    case PASS_TAKE:
        if (role != ROLE_LOCK_FAILED)
            take(path, known, object, false, false);
        break;
    case PASS_TAKE_ALL:
        take(path, known, object, true, false);
        break;
    case PASS_TAKE_WRITER:
        take(path, known, object, false, true);
        break;
    case PASS_TAKE_MANY:
    case PASS_GIVE_MANY:
        if (past != NULL)
            memcpy(told, past, path->stride * sizeof *told);
        if (passing == PASS_GIVE_MANY)
            take_from(path, told, index);
        else if (role == ROLE_WAIT)
            path_join(path, known, told);
        break;
    case PASS_ATOMIC:
        if (past != NULL)
            memcpy(told, past, path->stride * sizeof *told);
        if (acquires(order))
            path_join(path, known, told);
        if (acquires(order) && move->operation.object == OPERATION_FENCE_PLACE)
            take_by_fence(path, known, move->before);
        if (is_write && releases(order))
            path_join(path, told, known);
        else if (is_write)
            give_by_fence(path, told, move->before);
        break;
    case PASS_GIVE:
    case PASS_NOTHING:
        break;
    }
}

void knowledge_pass_on(struct path *path)
{
    int32_t index = (int32_t)path->length - 1;
    struct move *move = &path->moves[index];
    const struct operation *operation = &move->operation;
    clock_entry *known = path_known(path, index);
    memset(known, 0, path->stride * sizeof *known);
    memset(path_told(path, index), 0, path->stride * sizeof *known);
    if (move->before >= 0)
        memcpy(known, path_known(path, move->before), path->stride * sizeof *known);
    else if (operation->kind == OPERATION_START && path->created_by[move->thread] >= 0)
        take_from(path, known, path->created_by[move->thread]);
    if (operation->kind == OPERATION_JOIN && path->last_of[operation->argument] >= 0)
        path_join(path, known, path_known(path, path->last_of[operation->argument]));
    if (operation->kind == OPERATION_LEAVE ||
        (operation->kind == OPERATION_ARRIVE && move->woke == EVERY_WAITER))
        take(path, known, path_object(path, operation->object), true, false);
    for (int side = 0; side < 2; side++)
        if (move->touches[side].object >= 0)
            pass(path, move,
                 side == 0 ? rows[operation->kind].object : rows[operation->kind].object2,
                 move->touches[side].object);
    known[move->thread] = (clock_entry)move->number;
}
