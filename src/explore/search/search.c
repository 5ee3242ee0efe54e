#include "explore/search/search.h"

#include <string.h>

#include "explore/order/knowledge.h"
#include "explore/order/reversals.h"
#include "explore/order/roles.h"
#include "explore/search/cycles.h"
#include "explore/search/observing.h"
#include "explore/search/spinning.h"
#include "explore/search/strategies.h"
#include "explore/search/symptoms.h"
#include "explore/search/verdict.h"
#include "stepper/child/child.h"
#include "stepper/child/engine.h"
#include "stepper/child/orders.h"
#include "stepper/stacks/sanitizer.h"
#include "stepper/machine/gates.h"

enum {
    CHECKPOINT_DISTANCE = 12, /* moves */
    FIRST_TICKS = 1000000,    /* of one step, before what it reads becomes a point to switch at */
    SLICE_STEPS = 2000000     /* of one order: well under a second */
};

#define OUTPUT_HASH 0xcbf29ce484222325u /* FNV-1a's, of nothing */

struct machine *search_machine(struct search *search)
{
    (void)search;
    return engine_machine();
}

void search_cut(struct search *search, uint32_t length)
{
    if (length >= search->path->length)
        return;
    memory_undo(search->memory, search->path->moves[length].notes);
    path_cut(search->path, length);
}

void search_found(struct search *search, const struct finding *finding)
{
    struct finding facts = *finding;
    facts.places = memory_switches(search->memory);
    findings_add(search->findings, &facts, search->path);
}

/* ---- One move -------------------------------------------------------------------------------- */

/* An atomic place, or a racy one, as far as it is one word or two. */
static uint64_t read_place(const struct operation *operation)
{
    uint64_t value = 0;
    if (operation->kind >= OPERATION_READ && operation->kind <= OPERATION_ATOMIC_WRITE)
        memcpy(&value, (const void *)operation->object, operation->object2 != 0 ? 8 : 4);
    return value;
}

static bool is_place(const struct operation *operation)
{
    return operation->kind >= OPERATION_READ && operation->kind <= OPERATION_ATOMIC_WRITE &&
           operation->object > 4096;
}

/* The step of the last move is over. */
static void close_step(struct search *search, const struct control *control)
{
    struct move *move = &search->path->moves[search->path->length - 1];
    search->is_open = false;
    if (is_place(&move->operation) && read_place(&move->operation) != move->value)
        move->stored = true;
    if (control->machine.event.kind == EVENT_NONE) {
        spinning_note(search->path, &control->machine);
        symptoms_after_step(search);
    }
}

/* Who an operation sets free, before it is performed. */
static thread_slot who_wakes(const struct machine *machine, const struct operation *operation,
                             uint8_t waiter)
{
    const struct sync_object *object =
        operation->index < 0 ? NULL : &machine->objects[operation->index];
    if (operation->kind == OPERATION_SIGNAL)
        return object == NULL ? NO_THREAD : gates_waiter(machine, operation->index, waiter);
    if (operation->kind == OPERATION_BROADCAST)
        return EVERY_WAITER;
    if (operation->kind == OPERATION_ARRIVE && object != NULL && object->value + 1 == object->limit)
        return EVERY_WAITER;
    return NO_THREAD;
}

/* Equivalent prefixes consist of the same moves with the same clocks, in any order. */
static uint64_t hash_move(struct path *path, const struct move *move)
{
    uint64_t hash = (uint64_t)move->thread << 32 ^ move->number;
    const clock_entry *after = path_after(path, (int32_t)path->length - 1);
    hash = finding_key(FINDING_KINDS, hash, move->operation.pc, move->waiter);
    for (uint32_t slot = 0; slot < path->stride; slot++)
        hash = (hash ^ after[slot]) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 31;
}

static void push(struct search *search, struct control *control, const struct scheduled *choice)
{
    struct path *path = search->path;
    struct machine *machine = &control->machine;
    const struct operation *operation = &machine->threads[choice->thread].pending;
    struct touch touches[2];
    int32_t index = (int32_t)path->length;
    roles_of(path, machine, choice->thread, touches);
    reversals_find(path, machine, choice->thread, touches, path_after(path, index),
                   search->options.strategy == STRATEGY_ALL);
    touches[0].role = roles_outcome(machine, operation, touches[0].role);
    struct move *move = path_push(path, choice->thread, operation, touches);
    move->waiter = choice->waiter;
    move->woke = who_wakes(machine, operation, choice->waiter);
    move->notes = memory_notes(search->memory);
    move->output_hash = search->output_hash;
    move->value = is_place(operation) ? read_place(operation) : 0;
    if (search->options.strategy == STRATEGY_SHORTEST || search->options.collects_states)
        move->trace_hash =
            (index == 0 ? 0 : path->moves[index - 1].trace_hash) + hash_move(path, move);
    if (operation->kind == OPERATION_CREATE)
        path->created_by[machine->thread_count] = index;
    if (search->options.looks_for_races)
        knowledge_pass_on(path);
    search->recent_count = 0;
    search->is_open = true;
}

static thread_slot take(struct search *search, struct control *control,
                        const struct scheduled *choice)
{
    search->at++;
    search->steps++;
    control->machine.position++;
    control->machine.wake_choice = choice->waiter;
    orders_begin_step(control, 0);
    return choice->thread;
}

/* ---- What the engine asks -------------------------------------------------------------------- */

static bool is_too_long(const struct search *search)
{
    const struct path *path = search->path;
    uint32_t most = search->options.steps_most;
    if (path->length >= PATH_MOVES)
        return true;
    return most != 0 && path->length > 0 && path->moves[path->length - 1].number >= most;
}

/* Sets of threads hold fewer than clocks may have entries for. */
static uint32_t threads_most(const struct search *search)
{
    bool needs_sets = search->options.strategy != STRATEGY_CHANCE;
    return needs_sets && search->path->stride > PATH_SET_THREADS ? PATH_SET_THREADS
                                                                 : search->path->stride;
}

static thread_slot choose(void *context, struct control *control)
{
    struct search *search = context;
    struct path *path = search->path;
    struct scheduled choice;
    if (search->is_stopped) {
        search->ending = ENDING_STOPPED;
        return NO_THREAD;
    }
    if (search->asked != NO_THREAD)
        return machine_can_run(&control->machine, search->asked) ? search->asked : NO_THREAD;
    if (checkpoint_is_due(&search->checkpoints, &control->machine))
        return NO_THREAD;
    if (search->at < path->length) {
        const struct move *move = &path->moves[search->at];
        choice = (struct scheduled){.thread = move->thread, .waiter = move->waiter};
        return take(search, control, &choice);
    }
    if (search->is_open)
        close_step(search, control);
    if (control->machine.thread_count > threads_most(search))
        search->is_outgrown = true;
    else if (is_too_long(search))
        search->ending = ENDING_CUT;
    else if (search->options.strategy == STRATEGY_FAIR && cycles_look(search))
        search->ending = ENDING_ROUND;
    else if (strategies_pick(search, &choice)) {
        push(search, control, &choice);
        return take(search, control, &choice);
    }
    return NO_THREAD;
}

/* ---- One execution --------------------------------------------------------------------------- */

static void restore(struct search *search, struct control *control)
{
    sanitizer_forget_threads(&control->machine);
    checkpoint_cut(&search->checkpoints, search->base + search->path->length);
    checkpoint_restore(&search->checkpoints, &control->arena, &control->machine, UINT64_MAX,
                       UINT64_MAX);
    search->at = (uint32_t)(control->machine.position - search->base);
    search->ending = ENDING_NONE;
    search->is_open = false;
    search->output_hash =
        search->at == 0 ? OUTPUT_HASH : search->path->moves[search->at].output_hash;
}

/* Where all executions are to be seen, what the other threads would still do may show that it could
 * have come earlier: they go on, as if the one that failed waited for ever. */
static void note_event(struct search *search, struct control *control)
{
    bool is_whole =
        search->options.strategy == STRATEGY_ALL || search->options.strategy == STRATEGY_NAIVE;
    search->ending = ENDING_EVENT;
    if (!is_whole || control->machine.event.kind == EVENT_EXIT)
        return;
    if (search->is_open)
        verdict_event(search);
    if (search->needs_restart)
        return;
    control->machine.event = (struct event){.kind = EVENT_NONE};
    search->ending = ENDING_NONE;
}

/* Steps of threads, from the order loop, until nobody is chosen or something happens. */
static void execute(struct search *search, struct control *control)
{
    restore(search, control);
    strategies_begin_execution(search);
    while (search->ending == ENDING_NONE && !search->is_outgrown) {
        if (checkpoint_is_due(&search->checkpoints, &control->machine))
            checkpoint_take(&search->checkpoints, &control->arena, &control->machine);
        control->errand.is_over = false;
        thread_slot slot = choose(search, control);
        if (slot == NO_THREAD)
            continue;
        engine_resume(control, slot);
        if (control->machine.event.kind != EVENT_NONE)
            note_event(search, control);
    }
    if (search->is_open && search->ending != ENDING_STOPPED)
        close_step(search, control);
}

/* What threads stand before when the execution is over could have come earlier, too. */
static void find_last_reversals(struct search *search)
{
    const struct machine *machine = engine_machine();
    clock_entry after[MACHINE_THREADS];
    struct touch touches[2];
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++) {
        if (machine->threads[slot].phase != PHASE_PARKED)
            continue;
        roles_of(search->path, machine, slot, touches);
        reversals_find(search->path, machine, slot, touches, after, true);
    }
}

static void count(struct search *search)
{
    uint32_t length = search->path->length;
    if (length < search->options.split && strategies_is_elsewhere(search))
        return;
    uint32_t threads = engine_machine()->thread_count;
    search->steps_longest = length > search->steps_longest ? length : search->steps_longest;
    search->threads_most = threads > search->threads_most ? threads : search->threads_most;
    search->executions += search->ending != ENDING_BLOCKED && search->ending != ENDING_ELSEWHERE;
    search->blocked += search->ending == ENDING_BLOCKED;
    search->cut += search->ending == ENDING_CUT;
    thread_slot last = length > 0 ? search->path->moves[length - 1].thread : 0;
    if (search->ending == ENDING_CUT && engine_machine()->threads[last].pc > search->cut_pc)
        search->cut_pc = engine_machine()->threads[last].pc;
}

static bool may_go_on(const struct search *search, const struct control *control)
{
    const struct search_options *options = &search->options;
    bool is_enough =
        options->executions_most != 0 && search->executions >= options->executions_most;
    bool is_tired = options->steps_in_all != 0 && search->steps >= options->steps_in_all;
    return !control->interrupt && !search->is_stopped && !is_tired && !search->is_outgrown &&
           !search->needs_restart && !is_enough && search->steps < search->slice_end;
}

/* What was split before the search began stays so, and is split for the search too. */
static void take_splits(struct search *search, const struct split_state *splits)
{
    for (uint32_t index = 0; index < splits->count; index++)
        memory_make_switch(search->memory, splits->ranges[index].address,
                           splits->ranges[index].bytes);
}

static void run(void *context, struct control *control)
{
    struct search *search = context;
    take_splits(search, &control->machine.splits);
    search->base = control->machine.position;
    search->slice_end = search->steps + SLICE_STEPS;
    search->checkpoints = (struct checkpoints){.distance = CHECKPOINT_DISTANCE};
    if (!search->is_patient && control->errand.ticks_most <= STEPPER_TICKS_USUAL)
        control->errand.ticks_most = FIRST_TICKS;
    if (!checkpoint_take(&search->checkpoints, &control->arena, &control->machine))
        child_give_up();
    while (!search->is_finished && may_go_on(search, control)) {
        execute(search, control);
        if (search->is_outgrown || search->ending == ENDING_STOPPED)
            break;
        verdict_at_end(search);
        count(search);
        if (search->options.strategy == STRATEGY_ALL && search->ending != ENDING_ELSEWHERE)
            find_last_reversals(search);
        search->is_finished = !strategies_advance(search);
    }
    checkpoint_drop_all(&search->checkpoints);
}

static bool is_over(void *context)
{
    const struct search *search = context;
    return search->is_stopped;
}

void search_init(struct search *search)
{
    search->chooser = (struct chooser){.context = search,
                                       .run = run,
                                       .choose = choose,
                                       .use = observing_use,
                                       .note_use = observing_note_use,
                                       .is_over = is_over,
                                       .print = observing_print};
    search->asked = NO_THREAD;
    path_clear(search->path);
    memory_clear(search->memory);
}
