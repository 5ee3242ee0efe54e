#include "stepper/looks/stops.h"

#include "stepper/child/engine.h"
#include "stepper/looks/places.h"
#include "stepper/machine/sync.h"

#include <string.h>

enum { CALL_BYTES_MOST = 5 }; /* of the instruction that calls a call-back */

static int64_t object_value(struct control *control, uint64_t address)
{
    int32_t index = sync_find(&control->machine, address);
    if (index < 0)
        return -1;
    const struct sync_object *object = &control->machine.objects[index];
    bool has_owner = object->kind == OBJECT_MUTEX || object->kind == OBJECT_SPIN ||
                     (object->kind == OBJECT_RWLOCK && object->owner != NO_THREAD);
    return has_owner ? object->owner : object->value;
}

void stops_begin(struct control *control)
{
    control->marked_stop = -1;
    for (int number = 0; number < STEPPER_STOPS; number++) {
        struct stop_point *stop = &control->stops[number];
        stop->is_elsewhere = false;
        if (stop->call.depth != 0)
            memset(stop->asked, 0, sizeof stop->asked);
        if (stop->watch == WATCH_BYTES)
            places_remember(stop->parts, stop->part_count, stop->seen);
        if (stop->watch != WATCH_NONE)
            stop->seen_value = object_value(control, stop->parts[0].low);
    }
}

bool stops_need_ticks(const struct control *control)
{
    return control->site_count > 0 || control->watches_set != 0;
}

static bool stop_with(struct control *control, enum stop_reason reason, int number, uint64_t pc)
{
    control->stop.reason = reason;
    control->stop.number = number;
    control->stop.pc = pc;
    return true;
}

/* A stop that asks and is told to go on counts from what is there now. */
static bool is_wanted(struct control *control, int number, uint64_t pc)
{
    struct stop_point *stop = &control->stops[number];
    if (!stop->asks || engine_ask(number, pc != 0 ? pc : control->errand.last_pc))
        return true;
    if (stop->watch == WATCH_BYTES)
        places_remember(stop->parts, stop->part_count, stop->seen);
    return false;
}

/* Where the call stands; 0: the thread is not in it. */
static uint64_t place_in_call(const struct thread *thread, const struct watched_call *call,
                              uint64_t pc)
{
    bool is_inner = thread->depth > call->depth && call->depth < MACHINE_CALLERS;
    uint64_t place = is_inner ? thread->callers[call->depth] : pc;
    bool is_in_it =
        thread->depth >= call->depth && place >= call->code.low && place < call->code.high;
    return is_in_it ? place : 0;
}

/* The watched call is where its variables may have come to be, or is over. Whether they are there is a matter
 * of the place alone: each is asked at once. */
static bool has_call_moved(const struct control *control, struct stop_point *stop, uint64_t pc)
{
    const struct watched_call *call = &stop->call;
    if (call->depth == 0 || call->slot != control->machine.running)
        return false;
    const struct thread *thread = &control->machine.threads[call->slot];
    if (thread->depth < call->depth) {
        stop->is_elsewhere = false;
        return !call->is_awaited;
    }
    uint64_t place = place_in_call(thread, call, pc), *asked = &stop->asked[place % CONTROL_ASKED];
    bool is_new = call->is_awaited && !stop->is_elsewhere && place != 0 && place != *asked;
    if (is_new)
        *asked = place;
    return is_new;
}

/* Number of a watched variable whose bytes are not those seen when the order began, or whose call has come
 * or gone, for one who stands at `pc`; -1 for none. */
static int changed_watch(struct control *control, uint64_t pc)
{
    for (int number = 0; number < STEPPER_STOPS && control->watches_set >> number != 0; number++) {
        struct stop_point *stop = &control->stops[number];
        if (stop->watch != WATCH_BYTES)
            continue;
        bool has_moved = has_call_moved(control, stop, pc);
        bool is_other = has_moved || places_have_changed(stop->parts, stop->part_count, stop->seen);
        if (is_other && is_wanted(control, number, stop->write_pc))
            return number;
        stop->is_elsewhere =
            stop->is_elsewhere || (has_moved && stop->call.is_awaited && !stop->call.is_begun);
    }
    return -1;
}

/* A subject's code has less than 4 GiB. */
static const struct site *site_at(const struct control *control, uint32_t pc)
{
    for (uint32_t index = 0; index < control->site_count; index++)
        if ((uint32_t)control->sites[index].pc == pc)
            return &control->sites[index];
    return NULL;
}

/* gcc has a branch right behind the call-back at a function's end: that is not yet the caller's. */
static bool is_leaving(const struct control *control, uint64_t pc)
{
    return pc - control->errand.left_pc <= CALL_BYTES_MOST;
}

/* A line has several sites: one for each branch, load and store. A thread arrives there at the
 * first, or at another when it comes from elsewhere in the same call of the function; while
 * functions called from the line run, it is still there, and it is while a function of libc loads
 * and stores at one site. */
static const struct site *site_arrived_at(const struct control *control, uint64_t pc,
                                          bool is_branch)
{
    struct thread *thread = engine_thread();
    uint32_t depth = (uint32_t)(thread->depth + is_leaving(control, pc));
    uint32_t *last = &thread->site_at[depth % MACHINE_CALLS];
    const struct site *site = site_at(control, (uint32_t)pc), *before = site_at(control, *last);
    bool is_same = *last == (uint32_t)pc && !is_branch;
    bool is_on_line = site != NULL && before != NULL && before->number == site->number;
    *last = site == NULL ? 0 : (uint32_t)pc;
    return is_same || (is_on_line && !site->is_first) ? NULL : site;
}

void stops_note_arrival(struct control *control, uint64_t pc)
{
    site_arrived_at(control, pc, false);
}

/* Of what is different at the next look, this store is the reason; or none, if it is none of the watched. */
static void note_store(struct control *control, uint64_t pc, const struct access *access)
{
    for (int number = 0; number < STEPPER_STOPS && control->watches_set >> number != 0; number++) {
        struct stop_point *stop = &control->stops[number];
        bool is_stored = places_are_stored_to(stop->parts, stop->part_count, access);
        stop->write_pc = stop->watch == WATCH_BYTES && is_stored ? pc : 0;
    }
}

void stops_go_on(struct control *control, thread_slot slot)
{
    const struct thread *thread = &control->machine.threads[slot];
    bool is_midstep = thread->phase == PHASE_MIDSTEP;
    note_store(control, thread->pc, is_midstep ? &thread->access : NULL);
}

bool stops_hit_tick(struct control *control, uint64_t pc, const struct access *access)
{
    int number = changed_watch(control, pc);
    if (number >= 0)
        return stop_with(control, STOP_WATCH, number, control->stops[number].write_pc);
    note_store(control, pc, access);
    const struct site *site = site_arrived_at(control, pc, access == NULL);
    return site != NULL && is_wanted(control, site->number, pc) &&
           stop_with(control, STOP_BREAK, site->number, pc);
}

static void mark(struct control *control, int number, uint64_t pc)
{
    control->marked_stop = number;
    control->marked_pc = pc;
}

void stops_note_place(struct control *control, uint64_t pc)
{
    const struct site *site = site_arrived_at(control, pc, false);
    if (site != NULL)
        mark(control, site->number, pc);
}

/* Also of an object that was not yet known when the watch was set. */
static bool has_new_value(struct control *control, const struct stop_point *stop,
                          const struct operation *operation)
{
    return stop->watch != WATCH_NONE && stop->parts[0].low == operation->object &&
           object_value(control, stop->parts[0].low) != stop->seen_value;
}

void stops_note_operation(struct control *control, const struct operation *operation)
{
    for (int number = 0; number < STEPPER_STOPS && control->stops_set >> number != 0; number++) {
        const struct stop_point *stop = &control->stops[number];
        bool is_hit = (stop->operations >> operation->kind & 1) != 0;
        if (is_hit || has_new_value(control, stop, operation))
            mark(control, number, operation->pc);
    }
}

bool stops_hit_choice(struct control *control)
{
    int number = control->marked_stop;
    control->marked_stop = -1;
    if (number >= 0 && is_wanted(control, number, control->marked_pc)) {
        bool is_watch = control->stops[number].watch != WATCH_NONE;
        return stop_with(control, is_watch ? STOP_WATCH : STOP_BREAK, number, control->marked_pc);
    }
    number = changed_watch(control, engine_thread()->pc);
    return number >= 0 && stop_with(control, STOP_WATCH, number, control->stops[number].write_pc);
}

/* ---- Outlooks -------------------------------------------------------------------------------- */

static uint64_t mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * 0x100000001B3; /* FNV-1a, by the word */
}

static uint64_t add_object(uint64_t sum, const struct machine *machine, uint64_t address)
{
    const struct sync_object *object = machine_object(machine, address);
    if (object == NULL)
        return mix(sum, 0);
    sum = mix(mix(sum, object->waits.done), (uint64_t)object->value);
    sum = mix(mix(sum, (uint64_t)object->owner), object->owner_pc);
    sum = mix(mix(sum, object->is_live), (uint64_t)object->limit);
    if (object->owner >= 0 && (uint32_t)object->owner < machine->thread_count)
        sum = mix(sum, machine->threads[object->owner].phase);
    return sum;
}

/* Who stands before an operation on it. */
static uint64_t add_threads(uint64_t sum, const struct machine *machine, uint64_t address)
{
    for (uint32_t slot = 0; slot < machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        const struct operation *pending = &thread->pending;
        if (thread->phase == PHASE_PARKED &&
            (pending->object == address || pending->object2 == address))
            sum = mix(mix(mix(sum, slot), pending->kind), (uint64_t)pending->argument);
    }
    return sum;
}

static uint64_t sum_outlook(const struct control *control)
{
    const struct outlook *outlook = &control->outlook;
    const struct machine *machine = &control->machine;
    uint64_t sum = 0;
    for (uint32_t number = 0; number < outlook->object_count; number++) {
        sum = add_object(sum, machine, outlook->objects[number]);
        sum = add_threads(sum, machine, outlook->objects[number]);
    }
    if (outlook->has_heap)
        sum = mix(mix(mix(sum, machine->heap.top), machine->heap.live_bytes),
                  machine->heap.live_blocks);
    return sum;
}

/* Memory is looked at by another way than the program's: its stacks may be shut. */
void stops_outlook_begin(struct control *control)
{
    const struct outlook *outlook = &control->outlook;
    struct outlook_seen *seen = &control->outlook_seen;
    unsigned char *bytes = seen->bytes;
    seen->sum = sum_outlook(control);
    for (uint32_t part = 0; part < outlook->part_count; part++) {
        size_t size = outlook->parts[part].high - outlook->parts[part].low;
        seen->at[part] = arena_at(&control->arena, outlook->parts[part].low, size);
        if (seen->at[part] != NULL)
            memcpy(bytes, seen->at[part], size);
        bytes += size;
    }
}

bool stops_outlook_differs(const struct control *control)
{
    const struct outlook *outlook = &control->outlook;
    const struct outlook_seen *seen = &control->outlook_seen;
    const unsigned char *bytes = seen->bytes;
    bool has_moved = control->machine.position > control->errand.position;
    bool is_mover = outlook->mover != NO_THREAD && outlook->mover == control->machine.running;
    if (has_moved && (outlook->is_open || is_mover))
        return true;
    for (uint32_t part = 0; part < outlook->part_count; part++) {
        size_t size = outlook->parts[part].high - outlook->parts[part].low;
        if (seen->at[part] != NULL && memcmp(bytes, seen->at[part], size) != 0)
            return true;
        bytes += size;
    }
    return sum_outlook(control) != seen->sum;
}
