#include "explore/order/path.h"

#include <string.h>

size_t path_bytes(uint32_t stride)
{
    return sizeof(struct path) + 3 * sizeof(clock_entry) * stride * (PATH_MOVES + 1);
}

void path_clear(struct path *path)
{
    path->length = 0;
    for (int slot = 0; slot < MACHINE_THREADS; slot++)
        path->last_of[slot] = path->created_by[slot] = -1;
    for (uint32_t object = 0; object < path->object_count; object++)
        path->last_on[object] = -1;
}

clock_entry *path_after(struct path *path, int32_t move)
{
    return path->clocks + (size_t)3 * path->stride * (size_t)move;
}

clock_entry *path_known(struct path *path, int32_t move)
{
    return path_after(path, move) + path->stride;
}

clock_entry *path_told(struct path *path, int32_t move)
{
    return path_known(path, move) + path->stride;
}

bool path_orders(struct path *path, int32_t first, int32_t second)
{
    const struct move *move = &path->moves[first];
    return path_after(path, second)[move->thread] >= move->number;
}

/* Of a length that the compiler knows, it makes this a few instructions. */
static void join_block(clock_entry *restrict clock, const clock_entry *restrict more)
{
    for (int slot = 0; slot < PATH_STRIDE; slot++)
        clock[slot] = clock[slot] > more[slot] ? clock[slot] : more[slot];
}

void path_join(const struct path *path, clock_entry *restrict clock,
               const clock_entry *restrict more)
{
    for (uint32_t start = 0; start < path->stride; start += PATH_STRIDE)
        join_block(clock + start, more + start);
}

int32_t path_object(struct path *path, uint64_t address)
{
    uint32_t bucket = (uint32_t)(address * 0x9e3779b97f4a7c15u >> 40) % (2 * PATH_OBJECTS);
    while (path->buckets[bucket] != 0) {
        uint32_t object = path->buckets[bucket] - 1u;
        if (path->places[object] == address)
            return (int32_t)object;
        bucket = (bucket + 1) % (2 * PATH_OBJECTS);
    }
    if (path->object_count == PATH_OBJECTS)
        return -1;
    uint32_t object = path->object_count++;
    path->places[object] = address;
    path->last_on[object] = -1;
    path->buckets[bucket] = (uint16_t)(object + 1);
    return (int32_t)object;
}

struct move *path_push(struct path *path, thread_slot thread, const struct operation *operation,
                       const struct touch touches[2])
{
    int32_t index = (int32_t)path->length++, before = path->last_of[thread];
    struct move *move = &path->moves[index];
    memset(move, 0, offsetof(struct move, used));
    move->operation = *operation;
    move->thread = thread;
    move->woke = NO_THREAD;
    move->before = before;
    move->number = before < 0 ? 1 : path->moves[before].number + 1;
    move->touches[0] = touches[0];
    move->touches[1] = touches[1];
    path->last_of[thread] = index;
    for (int side = 0; side < 2; side++) {
        struct touch *touch = &move->touches[side];
        if (touch->object < 0)
            continue;
        touch->previous = path->last_on[touch->object];
        touch->written = index;
        if (touch->role == ROLE_READ)
            touch->written =
                touch->previous < 0
                    ? -1
                    : path_touch(&path->moves[touch->previous], touch->object)->written;
        path->last_on[touch->object] = index;
    }
    return move;
}

void path_cut(struct path *path, uint32_t length)
{
    while (path->length > length) {
        const struct move *move = &path->moves[--path->length];
        path->last_of[move->thread] = move->before;
        for (int side = 1; side >= 0; side--)
            if (move->touches[side].object >= 0)
                path->last_on[move->touches[side].object] = move->touches[side].previous;
    }
}

const struct touch *path_touch(const struct move *move, int32_t object)
{
    for (int side = 0; side < 2; side++)
        if (move->touches[side].object == object)
            return &move->touches[side];
    return NULL;
}

uint32_t path_switches(const struct path *path, uint32_t length)
{
    uint32_t switches = 0;
    for (uint32_t index = 1; index < length; index++)
        switches += path->moves[index].thread != path->moves[index - 1].thread;
    return switches;
}
