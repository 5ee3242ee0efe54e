#include "repl/travel/seeking.h"

#include "program/arena.h"
#include "program/expressions/expression.h"
#include "program/values/lists.h"
#include "program/values/show.h"
#include "repl/study/conditions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    STRETCH_FIRST = 64, /* positions of the first stretch; each further one has twice as many */
    HASHED_BYTES = 4096,
    LIST_BYTES = 1600,
    HEADING_BYTES = 200,
};

/* What is looked for, and where its value was read. */
struct seeking {
    struct study *study;
    struct stop_point_text point;
    thread_slot mover;    /* who did it, */
    uint64_t calls_below; /* the addresses of its stack that its calls within the first may use */
    struct range parts[STEPPER_WITNESS_PARTS];
    size_t part_count;
};

/* What is seen at a position. */
struct sight {
    char shown[SEEKING_SHOWN];
    uint64_t hash; /* of all of it */
};

static uint64_t hashed(uint64_t hash, const void *bytes, size_t size)
{
    for (const unsigned char *byte = bytes; size > 0; byte++, size--)
        hash = (hash ^ *byte) * 0x100000001B3; /* FNV-1a */
    return hash;
}

/* ---- Looking --------------------------------------------------------------------------------- */

/* A lock or semaphore without saying again what it is. */
static void show(const struct study *study, const struct value *value, struct sight *sight)
{
    const struct memory_view view = study_view(study);
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
static uint64_t hashed_bytes(const struct study *study, const struct value *value, uint64_t hash)
{
    unsigned char bytes[HASHED_BYTES];
    bool is_object = type_plain(value->type)->kind == TYPE_OPAQUE;
    for (uint64_t at = 0; value->is_lvalue && !is_object && at < value->type->size;) {
        uint64_t rest = value->type->size - at;
        size_t part = rest < sizeof bytes ? (size_t)rest : sizeof bytes;
        if (stepper_read(study->stepper, value->address + at, bytes, part))
            hash = hashed(hash, bytes, part);
        at += part;
    }
    return hash;
}

static struct sight look(const struct seeking *seeking)
{
    struct study *study = seeking->study;
    const struct memory_view view = study_view(study);
    struct chosen_frame chosen = study->chosen;
    struct sight sight = {.hash = 0xCBF29CE484222325};
    struct value value;
    char problem[EXPRESSION_PROBLEM_SIZE];
    if (!conditions_choose_call(study, &seeking->point)) {
        snprintf(sight.shown, sizeof sight.shown, "(%.100s is not called)",
                 seeking->point.function);
    } else if (expression_evaluate(study->names, &view, seeking->point.text, &value, problem,
                                   sizeof problem)) {
        show(study, &value, &sight);
        sight.hash = hashed_bytes(study, &value, sight.hash);
    } else {
        snprintf(sight.shown, sizeof sight.shown, "(%.190s)", problem);
    }
    sight.hash = hashed(sight.hash, sight.shown, strlen(sight.shown));
    study->chosen = chosen;
    return sight;
}

/* ---- Where it is read ------------------------------------------------------------------------ */

/* A step may leave a call and make another, whose variables then stand where those of the first stood. Only
 * what the thread's first call has stays, and what others have. */
static void note_mover(struct seeking *seeking, thread_slot mover)
{
    struct call_frame frames[STUDY_FRAMES_MOST];
    size_t count = study_frames(seeking->study, mover, frames);
    seeking->mover = mover;
    if (count == STUDY_FRAMES_MOST) /* the first is not among them */
        seeking->calls_below = arena_stack_top(mover);
    else if (count < 2)
        seeking->calls_below = arena_stack_low(mover);
    else
        seeking->calls_below = frames[count - 2].pointer + 2 * sizeof(uint64_t);
}

static void note_part(struct seeking *seeking, uint64_t address, uint64_t size)
{
    bool may_go = address >= arena_stack_low(seeking->mover) && address < seeking->calls_below;
    if (size > 0 && !may_go && seeking->part_count < STEPPER_WITNESS_PARTS)
        seeking->parts[seeking->part_count++] = (struct range){address, address + size};
}

static bool read_noted(void *context, uint64_t address, void *buffer, size_t size)
{
    struct seeking *seeking = context;
    bool is_read = stepper_read(seeking->study->stepper, address, buffer, size);
    if (is_read)
        note_part(seeking, address, size);
    return is_read;
}

static bool local_of(void *context, const char *name, struct value *value, const char **near)
{
    const struct seeking *seeking = context;
    const struct memory_view view = study_view(seeking->study);
    return view.local(view.context, name, value, near);
}

static bool block_of(void *context, uint64_t *address)
{
    const struct seeking *seeking = context;
    const struct memory_view view = study_view(seeking->study);
    return view.thread_block(view.context, address);
}

/* Notes the places that the value comes from: if it changes, then one of them does. */
static void note_parts(struct seeking *seeking)
{
    struct study *study = seeking->study;
    struct chosen_frame chosen = study->chosen;
    const struct memory_view view = {
        .context = seeking, .read = read_noted, .thread_block = block_of, .local = local_of};
    struct value value;
    char problem[EXPRESSION_PROBLEM_SIZE];
    seeking->part_count = 0;
    if (conditions_choose_call(study, &seeking->point) &&
        expression_evaluate(study->names, &view, seeking->point.text, &value, problem,
                            sizeof problem)) {
        char heading[HEADING_BYTES], text[LIST_BYTES];
        if (value.is_lvalue)
            note_part(seeking, value.address, value.type->size);
        lists_draw(study->names, &view, &value, heading, sizeof heading, text, sizeof text);
    }
    study->chosen = chosen;
}

/* ---- Seeking --------------------------------------------------------------------------------- */

/* Goes there; false when it does not get there, or the person has had enough. */
static bool go(const struct seeking *seeking, uint64_t position)
{
    struct stop stop = stepper_goto(seeking->study->stepper, position);
    return stop.reason != STOP_DIED && stop.reason != STOP_INTERRUPTED &&
           !seeking->study->is_interrupted;
}

/* The last change behind `from`, up to `to`: *position, just before it, is left as it is when there is
 * none. */
static bool find_between(const struct seeking *seeking, uint64_t from, uint64_t to,
                         uint64_t *position)
{
    if (!go(seeking, from))
        return false;
    uint64_t before = look(seeking).hash;
    for (uint64_t at = from + 1; at <= to; at++) {
        if (!go(seeking, at))
            return false;
        uint64_t hash = look(seeking).hash;
        if (hash != before)
            *position = at - 1;
        before = hash;
    }
    return true;
}

static enum seeking_result find(const struct seeking *seeking, uint64_t present, uint64_t *position)
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

/* Where a step performed an operation on the object that is looked for, that is the place. */
static uint64_t operation_pc(const struct seeking *seeking, uint64_t step)
{
    const struct trace_entry *entry = stepper_trace(seeking->study->stepper, step);
    for (size_t n = 0; entry != NULL && n < seeking->part_count; n++)
        if (entry->operation.object == seeking->parts[n].low ||
            entry->operation.object2 == seeking->parts[n].low)
            return entry->operation.pc;
    return 0;
}

/* Goes through the choice at `change->position` once more, with a witness. */
static bool tell(struct seeking *seeking, struct change *change)
{
    struct stepper *stepper = seeking->study->stepper;
    uint64_t one = 1;
    if (!go(seeking, change->position + 1))
        return false;
    thread_slot mover = study_machine(seeking->study)->running;
    if (!go(seeking, change->position))
        return false;
    note_mover(seeking, mover == NO_THREAD ? 0 : mover);
    note_parts(seeking);
    snprintf(change->before, sizeof change->before, "%s", look(seeking).shown);
    uint64_t step = study_machine(seeking->study)->step;
    stepper_witness(stepper, seeking->parts, seeking->part_count);
    bool is_there = go(seeking, change->position + 1);
    struct witnessed witnessed = stepper_witnessed(stepper);
    stepper_witness(stepper, NULL, 0);
    if (!is_there)
        return false;
    snprintf(change->after, sizeof change->after, "%s", look(seeking).shown);
    const struct machine *machine = study_machine(seeking->study);
    change->is_typed = stepper_moves_back(stepper, &one) != change->position;
    change->thread = machine->running;
    change->step = machine->step;
    change->pc = witnessed.pc;
    change->accesses = witnessed.accesses;
    if (change->pc == 0 && machine->step > step)
        change->pc = operation_pc(seeking, machine->step);
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
