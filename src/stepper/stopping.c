/* stopping.c: the part of stepper.h about stops that stay set. */
#include "stepper/inside.h"

/* ---- Stops ----------------------------------------------------------------------------------- */

bool stepper_break_at(struct stepper *stepper, int number, const uint64_t *sites, size_t count)
{
    struct control *control = stepper->control;
    if (control->site_count + count > CONTROL_SITES)
        return false;
    control->stops_set |= 1u << number;
    for (size_t index = 0; index < count; index++)
        control->sites[control->site_count++] =
            (struct site){.pc = sites[index], .number = number, .is_first = index == 0};
    return true;
}

bool stepper_break_on(struct stepper *stepper, int number, enum operation_kind kind)
{
    stepper->control->stops[number].operations |= (uint64_t)1 << kind;
    stepper->control->stops_set |= 1u << number;
    return true;
}

/* Where the child can look at any time. */
static bool is_watchable(const struct stepper *stepper, const struct range *parts, size_t count)
{
    uint64_t bytes = 0;
    for (size_t index = 0; index < count; index++) {
        uint64_t size = parts[index].high - parts[index].low;
        bytes += size;
        if (size == 0 || size > STEPPER_WATCH_BYTES ||
            arena_at(&stepper->child.arena, parts[index].low, size) == NULL)
            return false;
    }
    return count <= STEPPER_WATCH_PARTS && bytes <= STEPPER_WATCH_BYTES;
}

bool stepper_watch_parts(struct stepper *stepper, int number, const struct range *parts,
                         size_t count)
{
    struct stop_point *stop = &stepper->control->stops[number];
    if (!is_watchable(stepper, parts, count))
        return false;
    stop->watch = WATCH_BYTES;
    stop->part_count = (uint32_t)count;
    for (size_t index = 0; index < count; index++)
        stop->parts[index] = parts[index];
    stepper->control->stops_set |= 1u << number;
    stepper->control->watches_set |= 1u << number;
    return true;
}

bool stepper_watch(struct stepper *stepper, int number, uint64_t address, size_t size)
{
    struct stop_point *stop = &stepper->control->stops[number];
    const struct sync_object *object = machine_object(&stepper->child.seen.machine, address);
    struct range part = {.low = address, .high = address + size};
    if (object == NULL || !object->is_live)
        return stepper_watch_parts(stepper, number, &part, 1);
    stop->watch = WATCH_OBJECT;
    stop->parts[0] = part;
    stepper->control->stops_set |= 1u << number;
    return true;
}

void stepper_watch_call(struct stepper *stepper, int number, const struct watched_call *call)
{
    stepper->control->stops[number].call = *call;
}

const struct range *stepper_watched(const struct stepper *stepper, int number, size_t *count)
{
    const struct stop_point *stop = &stepper->control->stops[number];
    *count = stop->watch == WATCH_BYTES ? stop->part_count : 0;
    return stop->parts;
}

void stepper_ask(struct stepper *stepper, int number)
{
    stepper->control->stops[number].asks = true;
}

void stepper_set_judge(struct stepper *stepper, stepper_judge *judge, void *context)
{
    stepper->child.judge = judge;
    stepper->child.judge_context = context;
}

void stepper_unset(struct stepper *stepper, int number)
{
    struct control *control = stepper->control;
    uint32_t kept = 0;
    for (uint32_t index = 0; index < control->site_count; index++)
        if (control->sites[index].number != number)
            control->sites[kept++] = control->sites[index];
    control->site_count = kept;
    control->stops[number] = (struct stop_point){.watch = WATCH_NONE};
    control->stops_set &= ~(1u << number);
    control->watches_set &= ~(1u << number);
}

/* ---- Witnesses ------------------------------------------------------------------------------- */

/* As the program stands behind the choice. */
static struct witness witness_of(struct stepper *stepper, const struct witnessing *what)
{
    struct witness witness = {.depth = what->depth, .are_fresh = what->are_fresh};
    uint64_t bytes = 0;
    for (size_t index = 0; index < what->part_count && witness.part_count < STEPPER_WITNESS_PARTS;
         index++) {
        struct range part = what->parts[index];
        uint64_t size = part.high - part.low;
        if (size > STEPPER_WITNESS_BYTES - bytes ||
            arena_at(&stepper->child.arena, part.low, size) == NULL)
            continue;
        stepper_read(stepper, part.low, witness.to_come + bytes, size);
        bytes += size;
        witness.unset |= (what->unset >> index & 1) << witness.part_count;
        witness.parts[witness.part_count++] = part;
    }
    return witness;
}

/* Goes through the choice. False when it does not get there. */
static bool take(struct stepper *stepper, const struct witnessing *what, uint64_t close_ticks)
{
    struct witness *witness = &stepper->control->witness;
    stepper_goto(stepper, what->position + 1);
    struct witness wanted = witness_of(stepper, what);
    wanted.close_ticks = close_ticks;
    stepper_goto(stepper, what->position);
    bool is_there = stepper_position(stepper) == what->position;
    *witness = wanted;
    stepper_goto(stepper, what->position + 1);
    witness->part_count = 0;
    return is_there && stepper_position(stepper) == what->position + 1;
}

bool stepper_witness(struct stepper *stepper, const struct witnessing *what,
                     struct witnessed *witnessed)
{
    const struct witness *witness = &stepper->control->witness;
    bool is_there = take(stepper, what, UINT64_MAX);
    *witnessed = witness->change;
    if (is_there && witnessed->is_silent) {
        is_there = take(stepper, what, witnessed->ticks);
        witnessed->pc = witness->change.pc;
    }
    return is_there;
}

uint64_t stepper_watch_pc(struct stepper *stepper, const struct stop *stop, int32_t depth,
                          uint64_t unset)
{
    const struct stop_point *point = &stepper->control->stops[stop->number];
    uint64_t position = stepper_position(stepper);
    struct witnessed witnessed;
    const struct witnessing what = {.position = position - 1,
                                    .parts = point->parts,
                                    .part_count = point->part_count,
                                    .depth = depth,
                                    .are_fresh = point->call.are_fresh,
                                    .unset = unset};
    if (stop->pc != 0 || position == 0 || point->watch != WATCH_BYTES)
        return stop->pc;
    bool is_told = stepper_witness(stepper, &what, &witnessed);
    stepper_goto(stepper, position);
    return is_told ? witnessed.pc : 0;
}
