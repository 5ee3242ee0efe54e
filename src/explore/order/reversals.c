#include "explore/order/reversals.h"

#include <string.h>

#include "explore/order/roles.h"

enum { REVERSALS_MOST = 256 }; /* of one move; beyond that all threads are tried at the place */

/* What is being found out about one pending operation. */
struct inquiry {
    struct path *path;
    const struct machine *machine;
    const struct operation *operation;
    thread_slot slot;
    clock_entry *after;                  /* grows */
    clock_entry before[MACHINE_THREADS]; /* of the thread's last move */
    int32_t places[REVERSALS_MOST];
    int count;
};

static bool is_before(const struct inquiry *inquiry, int32_t index)
{
    const struct move *move = &inquiry->path->moves[index];
    return inquiry->before[move->thread] >= move->number;
}

static void join(struct inquiry *inquiry, int32_t index)
{
    path_join(inquiry->path, inquiry->after, path_after(inquiry->path, index));
}

static void reverse(struct inquiry *inquiry, int32_t index)
{
    const struct move *move = &inquiry->path->moves[index];
    if (move->thread == inquiry->slot || is_before(inquiry, index))
        return;
    if (inquiry->count < REVERSALS_MOST)
        inquiry->places[inquiry->count++] = index;
    else
        inquiry->path->nodes[index].backtrack |= inquiry->path->nodes[index].enabled;
}

/* ---- By role --------------------------------------------------------------------------------- */

static const struct touch *touch_at(const struct inquiry *inquiry, int32_t index, int32_t object)
{
    return path_touch(&inquiry->path->moves[index], object);
}

/* A lock follows what others did since it was last taken, and could come before that taking. */
static void find_for_lock(struct inquiry *inquiry, int32_t object)
{
    const struct touch *touch;
    for (int32_t at = inquiry->path->last_on[object]; at >= 0; at = touch->previous) {
        touch = touch_at(inquiry, at, object);
        join(inquiry, at);
        if (touch->role == ROLE_LOCK) {
            reverse(inquiry, at);
            return;
        }
    }
}

/* What the semaphore's value would be had a post, which no wait has followed yet, and all that needed it
 * not happened. */
static int64_t value_without(const struct inquiry *inquiry, int32_t post, int32_t object)
{
    int64_t value = inquiry->machine->objects[inquiry->operation->index].value;
    const struct touch *touch;
    for (int32_t at = inquiry->path->last_on[object]; at >= post; at = touch->previous) {
        touch = touch_at(inquiry, at, object);
        bool is_gone = at == post || path_orders(inquiry->path, post, at);
        if (is_gone && touch->role == ROLE_POST)
            value--;
    }
    return value;
}

/* A wait follows the last wait and the posts since; it could come before that wait, and before
 * posts that it can do without. */
static void find_for_wait(struct inquiry *inquiry, int32_t object)
{
    struct path *path = inquiry->path;
    int32_t wait = path->last_on[object];
    while (wait >= 0 && touch_at(inquiry, wait, object)->role != ROLE_WAIT)
        wait = touch_at(inquiry, wait, object)->previous;
    if (wait >= 0) {
        reverse(inquiry, wait);
        join(inquiry, wait);
    }
    const struct touch *touch;
    for (int32_t at = path->last_on[object]; at > wait; at = touch->previous) {
        touch = touch_at(inquiry, at, object);
        if (touch->role == ROLE_POST && !(wait >= 0 && path_orders(path, at, wait)) &&
            value_without(inquiry, at, object) > 0)
            reverse(inquiry, at);
        if (touch->role == ROLE_READ)
            reverse(inquiry, at);
        join(inquiry, at);
    }
}

/* A post follows the last wait, and tries that found nothing. */
static void find_for_post(struct inquiry *inquiry, int32_t object)
{
    const struct touch *touch;
    for (int32_t at = inquiry->path->last_on[object]; at >= 0; at = touch->previous) {
        touch = touch_at(inquiry, at, object);
        if (touch->role == ROLE_POST)
            continue;
        reverse(inquiry, at);
        join(inquiry, at);
        if (touch->role == ROLE_WAIT)
            return;
    }
}

/* True when all that touched the object earlier comes before this move, or before the asking
 * thread. */
static bool is_barrier(const struct inquiry *inquiry, const struct move *move, enum role role,
                       bool sees_all)
{
    bool is_own = move->thread == inquiry->slot && role != ROLE_READ && role != ROLE_POST;
    return is_own || (role == ROLE_WRITE && !sees_all);
}

/* Anything else follows whatever it conflicts with, and could come before each of those that the
 * others do not hide. For an operation that waits nothing is hidden: what let it go on lies behind
 * what held it up. */
static void find_for_any(struct inquiry *inquiry, const struct touch *mine)
{
    bool sees_all = roles_can_block(inquiry->operation->kind);
    clock_entry hidden[MACHINE_THREADS];
    size_t bytes = inquiry->path->stride * sizeof *hidden;
    memcpy(hidden, inquiry->before, bytes);
    const struct touch *touch;
    int32_t last = inquiry->path->last_on[mine->object];
    if (mine->role == ROLE_READ && !sees_all && last >= 0)
        last = touch_at(inquiry, last, mine->object)->written;
    for (int32_t at = last; at >= 0; at = touch->previous) {
        const struct move *move = &inquiry->path->moves[at];
        touch = path_touch(move, mine->object);
        if (!roles_conflict(touch->role, mine->role))
            continue;
        if (hidden[move->thread] < move->number)
            reverse(inquiry, at);
        if (!sees_all)
            path_join(inquiry->path, hidden, path_after(inquiry->path, at));
        join(inquiry, at);
        if (is_barrier(inquiry, move, touch->role, sees_all))
            return;
    }
}

static void find_for_touch(struct inquiry *inquiry, const struct touch *touch)
{
    switch (touch->role) {
    case ROLE_NONE:
        break;
    case ROLE_LOCK:
        find_for_lock(inquiry, touch->object);
        break;
    case ROLE_WAIT:
        find_for_wait(inquiry, touch->object);
        break;
    case ROLE_POST:
        find_for_post(inquiry, touch->object);
        break;
    default:
        find_for_any(inquiry, touch);
        break;
    }
}

/* ---- Orders that are nobody's choice --------------------------------------------------------- */

/* The earliest move behind the thread's last that set it free; -1 for none. */
static int32_t find_waker(const struct inquiry *inquiry)
{
    struct path *path = inquiry->path;
    int32_t object = path_object(path, inquiry->operation->object), found = -1;
    const struct touch *touch;
    for (int32_t at = path->last_on[object]; at > path->last_of[inquiry->slot];
         at = touch->previous) {
        const struct move *move = &path->moves[at];
        touch = path_touch(move, object);
        if (move->woke == inquiry->slot || move->woke == EVERY_WAITER)
            found = at;
    }
    return found;
}

static void join_causes(struct inquiry *inquiry)
{
    const struct operation *operation = inquiry->operation;
    int32_t cause = -1;
    if (operation->kind == OPERATION_START)
        cause = inquiry->path->created_by[inquiry->slot];
    else if (operation->kind == OPERATION_JOIN)
        cause = inquiry->path->last_of[operation->argument];
    else if (operation->kind == OPERATION_COND_WAKE || operation->kind == OPERATION_LEAVE)
        cause = find_waker(inquiry);
    if (cause >= 0)
        join(inquiry, cause);
}

/* ---- Where to go another way ----------------------------------------------------------------- */

/* The threads that could begin an execution in which all that does not come after move `place`,
 * and the pending operation, stand before it. */
static thread_set find_beginners(const struct inquiry *inquiry, int32_t place)
{
    struct path *path = inquiry->path;
    int32_t first[PATH_SET_THREADS];
    thread_set seen = 0, beginners = 0;
    for (int32_t at = place + 1; at < (int32_t)path->length; at++) {
        thread_slot slot = path->moves[at].thread;
        if (seen >> slot & 1)
            continue;
        seen |= (thread_set)1 << slot;
        first[slot] = path_orders(path, place, at) ? -1 : at;
    }
    for (thread_slot slot = 0; slot < PATH_SET_THREADS && seen >> slot != 0; slot++)
        if ((seen >> slot & 1) != 0 && first[slot] < 0)
            seen &= ~((thread_set)1 << slot);
    bool is_behind = (seen >> inquiry->slot & 1) != 0;
    for (thread_set rest = seen | (thread_set)1 << inquiry->slot; rest != 0; rest &= rest - 1) {
        thread_slot slot = (thread_slot)__builtin_ctzll(rest);
        const clock_entry *clock =
            slot == inquiry->slot && !is_behind ? inquiry->after : path_after(path, first[slot]);
        bool is_first = true;
        for (thread_set others = seen; others != 0 && is_first; others &= others - 1) {
            thread_slot other = (thread_slot)__builtin_ctzll(others);
            is_first = other == slot || clock[other] < path->moves[first[other]].number;
        }
        if (is_first)
            beginners |= (thread_set)1 << slot;
    }
    return beginners;
}

static void go_another_way(const struct inquiry *inquiry, int32_t place)
{
    struct node *node = &inquiry->path->nodes[place];
    thread_set beginners = find_beginners(inquiry, place), self = (thread_set)1 << inquiry->slot;
    if ((beginners & node->backtrack) != 0)
        return;
    beginners &= node->enabled;
    if (beginners == 0)
        node->backtrack |= node->enabled;
    else
        node->backtrack |= (beginners & self) != 0 ? self : beginners & -beginners;
}

void reversals_find(struct path *path, const struct machine *machine, thread_slot slot,
                    const struct touch touches[2], clock_entry *after, bool is_searching)
{
    struct inquiry inquiry;
    inquiry.path = path;
    inquiry.machine = machine;
    inquiry.operation = &machine->threads[slot].pending;
    inquiry.slot = slot;
    inquiry.after = after;
    inquiry.count = 0;
    int32_t last = path->last_of[slot];
    memset(after, 0, path->stride * sizeof *after);
    if (last >= 0)
        memcpy(after, path_after(path, last), path->stride * sizeof *after);
    join_causes(&inquiry);
    memcpy(inquiry.before, after, path->stride * sizeof *after);
    for (int side = 0; side < 2; side++)
        if (touches[side].object >= 0)
            find_for_touch(&inquiry, &touches[side]);
    for (int index = 0; is_searching && index < inquiry.count; index++)
        go_another_way(&inquiry, inquiry.places[index]);
    after[slot] = (clock_entry)(last < 0 ? 1 : path->moves[last].number + 1);
}
