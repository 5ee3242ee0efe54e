#include "repl/travel/seeking.h"

#include "program/arena.h"
#include "program/expressions/expression.h"
#include "program/values/lists.h"
#include "program/values/show.h"
#include "repl/study/conditions.h"
#include "repl/study/frames.h"
#include "repl/travel/noting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STRETCH_FIRST = 64, /* positions of the first stretch; each further one has twice as many */
    HASHED_BYTES = 4096,
    LIST_BYTES = 1600,
    HEADING_BYTES = 200,
};

/* What is looked for, and what its value was made of when it was looked at last. */
struct seeking {
    struct study *study;
    struct stop_point_text point;
    struct noting noting;
};

/* What is seen at a position. */
struct sight {
    char shown[SEEKING_SHOWN];
    uint64_t hash; /* of all of it */
    bool has_none; /* but why there is no value */
};

static uint64_t hashed(uint64_t hash, const void *bytes, size_t size)
{
    for (const unsigned char *byte = bytes; size > 0; byte++, size--)
        hash = (hash ^ *byte) * 0x100000001B3; /* FNV-1a */
    return hash;
}

/* ---- Looking --------------------------------------------------------------------------------- */

/* A lock or semaphore without saying again what it is. */
static void show(struct seeking *seeking, const struct value *value, struct sight *sight)
{
    const struct memory_view view = noting_view(&seeking->noting);
    const struct study *study = seeking->study;
    char heading[HEADING_BYTES], line[LIST_BYTES];
    value_print(study->names, &view, value, sight->shown, sizeof sight->shown);
    char *comma = strstr(sight->shown, ", ");
    if (type_plain(value->type)->kind == TYPE_OPAQUE && comma != NULL)
        memmove(sight->shown, comma + 2, strlen(comma + 2) + 1);
    sight->hash = hashed(sight->hash, sight->shown, strlen(sight->shown));
    if (lists_draw(study->names, &view, value, heading, sizeof heading, line, sizeof line)) {
        bool is_cut = strlen(line) >= sizeof sight->shown;
        snprintf(sight->shown, sizeof sight->shown, "%.*s%s",
                 is_cut ? (int)sizeof sight->shown - 4 : (int)strlen(line), line,
                 is_cut ? "..." : "");
        sight->hash = hashed(sight->hash, line, strlen(line));
    }
}

/* Large arrays are only shown in part. */
static uint64_t hashed_bytes(struct seeking *seeking, const struct value *value, uint64_t hash)
{
    unsigned char bytes[HASHED_BYTES];
    const struct memory_view view = noting_view(&seeking->noting);
    bool is_object = type_plain(value->type)->kind == TYPE_OPAQUE;
    for (uint64_t at = 0; value->is_lvalue && !is_object && at < value->type->size;) {
        uint64_t rest = value->type->size - at;
        size_t part = rest < sizeof bytes ? (size_t)rest : sizeof bytes;
        if (view.read(view.context, value->address + at, bytes, part))
            hash = hashed(hash, bytes, part);
        at += part;
    }
    return hash;
}

/* The whole of what is large is noted before its parts, which then are none of their own. */
static void look_at(struct seeking *seeking, const struct value *value, struct sight *sight)
{
    uint64_t hash = hashed_bytes(seeking, value, sight->hash);
    show(seeking, value, sight);
    sight->hash = hashed(sight->hash, &hash, sizeof hash);
}

static struct sight look(struct seeking *seeking)
{
    struct study *study = seeking->study;
    const struct memory_view view = noting_view(&seeking->noting);
    struct chosen_frame chosen = study->chosen;
    struct sight sight = {.hash = 0xCBF29CE484222325};
    struct value value;
    char problem[EXPRESSION_PROBLEM_SIZE];
    noting_begin(&seeking->noting, study, &seeking->point);
    if (!conditions_choose_call(study, &seeking->point)) {
        noting_mover(&seeking->noting, seeking->point.slot);
        if (seeking->point.is_own)
            snprintf(sight.shown, sizeof sight.shown, "%s", STOPS_NO_THREAD);
        else
            snprintf(sight.shown, sizeof sight.shown, "(%.100s is not called)",
                     seeking->point.function);
    } else if (expression_evaluate(study->names, &view, seeking->point.text, &value, problem,
                                   sizeof problem)) {
        look_at(seeking, &value, &sight);
    } else {
        snprintf(sight.shown, sizeof sight.shown, "(%.190s)", problem);
        sight.has_none = true;
    }
    sight.hash = hashed(sight.hash, sight.shown, strlen(sight.shown));
    study->chosen = chosen;
    return sight;
}

/* ---- Where it is read ------------------------------------------------------------------------ */

/* A step may leave a call and make another, whose variables then stand where those of the first stood: how
 * deep in calls the thread has to be for an address of its stack to be what it is now; 0: in any. */
static int32_t depth_of(const struct seeking *seeking, thread_slot mover, uint64_t address)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    bool is_own =
        mover != NO_THREAD && address >= arena_stack_low(mover) && address < arena_stack_top(mover);
    size_t count = is_own ? study_frames(seeking->study, mover, frames) : 0, level = 0;
    while (level < count && frames[level].pointer <= address)
        level++;
    return level < count ? study_thread(seeking->study, mover)->depth - (int32_t)level : 0;
}

/* The same for all that the value is made of. */
static int32_t deepest(const struct seeking *seeking, thread_slot mover)
{
    const struct outlook *outlook = &seeking->noting.outlook;
    int32_t deepest = 0;
    for (uint32_t n = 0; n < outlook->part_count; n++) {
        int32_t depth = depth_of(seeking, mover, outlook->parts[n].low);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

/* As struct witnessing has it. */
static bool are_fresh(const struct seeking *seeking, thread_slot mover, int32_t depth)
{
    const struct outlook *outlook = &seeking->noting.outlook;
    return depth > 0 &&
           frames_are_fresh(seeking->study, mover,
                            (size_t)(study_thread(seeking->study, mover)->depth - depth),
                            outlook->parts, outlook->part_count);
}

/* ---- Seeking --------------------------------------------------------------------------------- */

static bool is_there(const struct seeking *seeking, const struct stop *stop)
{
    return stop->reason != STOP_DIED && stop->reason != STOP_INTERRUPTED &&
           !seeking->study->is_interrupted;
}

/* Goes there; false when it does not get there, or the person has had enough. */
static bool go(const struct seeking *seeking, uint64_t position)
{
    struct stop stop = stepper_goto(seeking->study->stepper, position);
    return is_there(seeking, &stop);
}

/* Goes on to where the value may be another, at most to `to`; *at is the place. */
static bool go_on(const struct seeking *seeking, uint64_t to, uint64_t *at)
{
    struct stepper *stepper = seeking->study->stepper;
    struct stop stop = stepper_seek(stepper, to, &seeking->noting.outlook);
    bool has_moved = stepper_position(stepper) > *at;
    *at = has_moved ? stepper_position(stepper) : *at + 1;
    return is_there(seeking, &stop) && (has_moved || go(seeking, *at));
}

/* The last change behind `from`, up to `to`: *position, just before it, is left as it is when there is
 * none. */
static bool find_between(struct seeking *seeking, uint64_t from, uint64_t to, uint64_t *position)
{
    if (!go(seeking, from))
        return false;
    uint64_t before = look(seeking).hash;
    for (uint64_t at = from; at < to;) {
        if (!go_on(seeking, to, &at))
            return false;
        uint64_t hash = look(seeking).hash;
        if (hash != before)
            *position = at - 1;
        before = hash;
    }
    return true;
}

static enum seeking_result find(struct seeking *seeking, uint64_t present, uint64_t *position)
{
    *position = UINT64_MAX;
    for (uint64_t to = present, most = STRETCH_FIRST; to > 0 && *position == UINT64_MAX;
         most *= 2) {
        uint64_t from = to > most ? to - most : 0;
        if (!find_between(seeking, from, to, position))
            return SEEKING_INTERRUPTED;
        to = from;
    }
    return *position == UINT64_MAX ? SEEKING_NEVER : SEEKING_FOUND;
}

static bool is_about(const struct outlook *outlook, uint64_t object)
{
    for (uint32_t n = 0; n < outlook->object_count; n++)
        if (outlook->objects[n] == object)
            return true;
    for (uint32_t n = 0; n < outlook->part_count; n++)
        if (outlook->parts[n].low <= object && object < outlook->parts[n].high)
            return true;
    return false;
}

/* Where a step performed an operation on the object that is looked for, that is the place. */
static uint64_t operation_pc(const struct study *study, const struct outlook *outlook,
                             uint64_t step)
{
    const struct trace_entry *entry = stepper_trace(study->stepper, step);
    bool is_it = entry != NULL && (is_about(outlook, entry->operation.object) ||
                                   is_about(outlook, entry->operation.object2));
    return is_it ? entry->operation.pc : 0;
}

/* What was seen right before: in the middle of the choice, where it can be told. *step: at its beginning. */
static bool look_before(struct seeking *seeking, const struct witnessed *witnessed,
                        struct change *change, uint64_t *step)
{
    struct stepper *stepper = seeking->study->stepper;
    if (!go(seeking, change->position))
        return false;
    *step = study_machine(seeking->study)->step;
    snprintf(change->before, sizeof change->before, "%s", look(seeking).shown);
    if (witnessed->pc == 0 || witnessed->ticks == 0)
        return true;
    stepper_goto_within(stepper, change->position, witnessed->ticks);
    const struct sight sight = look(seeking);
    if (!sight.has_none && strcmp(sight.shown, change->after) != 0)
        snprintf(change->before, sizeof change->before, "%s", sight.shown);
    return true;
}

/* Goes through the choice at `change->position` once more, with a witness. */
static bool tell(struct seeking *seeking, struct change *change)
{
    struct stepper *stepper = seeking->study->stepper;
    struct witnessed witnessed;
    uint64_t one = 1, first_step;
    if (!go(seeking, change->position + 1))
        return false;
    const struct machine *machine = study_machine(seeking->study);
    change->is_typed = stepper_moves_back(stepper, &one) != change->position;
    change->thread = machine->running;
    change->step = machine->step;
    snprintf(change->after, sizeof change->after, "%s", look(seeking).shown);
    const struct outlook made_of =
        seeking->noting.outlook; /* pointers on the way may have been set just before */
    int32_t depth = deepest(seeking, change->thread);
    struct witnessing what = {.position = change->position,
                              .parts = made_of.parts,
                              .part_count = made_of.part_count,
                              .depth = depth,
                              .are_fresh = are_fresh(seeking, change->thread, depth)};
    if (!go(seeking, change->position))
        return false;
    what.unset =
        frames_unset(seeking->study, change->thread, depth, made_of.parts, made_of.part_count);
    if (!stepper_witness(stepper, &what, &witnessed) ||
        !look_before(seeking, &witnessed, change, &first_step) ||
        !go(seeking, change->position + 1))
        return false;
    change->pc = change->is_typed ? 0 : witnessed.pc;
    change->accesses = witnessed.accesses;
    if (change->pc == 0 && change->step > first_step)
        change->pc = operation_pc(seeking->study, &made_of, change->step);
    return true;
}

enum seeking_result seeking_find(struct study *study, const char *text, struct change *change,
                                 char *problem)
{
    struct seeking seeking = {.study = study};
    uint64_t present = stepper_position(study->stepper);
    *change = (struct change){.thread = NO_THREAD};
    if (strlen(text) >= sizeof seeking.point.text) {
        snprintf(problem, EXPRESSION_PROBLEM_SIZE,
                 "what is looked for has less than %zu characters", sizeof seeking.point.text);
        return SEEKING_REFUSED;
    }
    snprintf(seeking.point.text, sizeof seeking.point.text, "%s", text);
    if (!conditions_read(study, &seeking.point, problem, EXPRESSION_PROBLEM_SIZE))
        return SEEKING_REFUSED;
    study->is_interrupted = 0;
    enum seeking_result result = find(&seeking, present, &change->position);
    if (result == SEEKING_FOUND && !tell(&seeking, change))
        result = SEEKING_INTERRUPTED;
    stepper_goto(study->stepper, present);
    return result;
}
