#include "explore/search/verdict.h"

#include "explore/search/spinning.h"
#include "posix/leaks.h"
#include "stepper/child/engine.h"
#include "stepper/child/orders.h"

static const struct thread *thread_at(thread_slot slot)
{
    return &engine_machine()->threads[slot];
}

/* ---- The way out ----------------------------------------------------------------------------- */

/* Threads that have not ended and could still be waited for, but the one that leaves. */
static thread_slot find_alive(const struct search *search, thread_slot leaving, bool can_run)
{
    const struct machine *machine = engine_machine();
    for (thread_slot slot = 0; slot < (thread_slot)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        bool is_alive = thread->phase == PHASE_PARKED && slot != leaving &&
                        thread->pending.kind != OPERATION_EXIT;
        bool is_wanted =
            can_run ? machine_can_run(machine, slot) && !spinning_is_stalled(search->path, slot)
                    : !thread->detached;
        if (is_alive && is_wanted)
            return slot;
    }
    return NO_THREAD;
}

static void judge_exit(struct search *search, thread_slot leaving, bool can_run)
{
    thread_slot alive = find_alive(search, leaving, can_run);
    if (alive == NO_THREAD)
        return;
    uint64_t pc = thread_at(leaving)->pc;
    struct finding finding = {.kind = FINDING_EXIT_WITH_THREADS,
                              .key = finding_key(FINDING_EXIT_WITH_THREADS, pc, 0, 0),
                              .thread = leaving,
                              .other = alive,
                              .pc = pc,
                              .other_pc = thread_at(alive)->pending.pc,
                              .shows_next = can_run};
    search_found(search, &finding);
}

void verdict_at_exit(struct search *search, thread_slot slot)
{
    const struct thread *thread = thread_at(slot);
    if (thread->phase == PHASE_PARKED && thread->pending.kind == OPERATION_EXIT)
        judge_exit(search, slot, true);
}

/* ---- Nobody can go on ------------------------------------------------------------------------ */

static bool is_idle(const struct search *search, thread_slot slot)
{
    const struct operation *next = &thread_at(slot)->pending;
    const struct search_idle *idle = &search->options.idle;
    bool is_unwoken =
        next->kind == OPERATION_WAIT || (next->kind == OPERATION_COND_WAKE && next->argument == 0);
    for (size_t index = 0; index < sizeof idle->arrays / sizeof idle->arrays[0]; index++)
        if (is_unwoken && next->object - idle->arrays[index].address < idle->arrays[index].bytes &&
            (idle->arrays[index].thread == NO_THREAD || idle->arrays[index].thread == slot))
            return true;
    return false;
}

/* The thread that another waits for, where there is just one; NO_THREAD elsewhere. */
static thread_slot waits_for(thread_slot slot)
{
    const struct machine *machine = engine_machine();
    const struct operation *next = &machine->threads[slot].pending;
    bool is_woken = next->kind == OPERATION_COND_WAKE && next->argument != 0;
    int32_t index = is_woken ? next->index2 : next->index;
    if (next->kind == OPERATION_JOIN)
        return (thread_slot)next->argument;
    if (index < 0 || (next->kind == OPERATION_COND_WAKE && !is_woken))
        return NO_THREAD;
    return machine_holder(&machine->objects[index], slot);
}

/* The lowest thread of the cycle that the thread's waiting leads to; NO_THREAD when it leads
 * elsewhere: *last is then who waits for nobody. */
static thread_slot find_cycle(thread_slot slot, thread_slot *last)
{
    const struct machine *machine = engine_machine();
    thread_slot at = slot;
    for (uint32_t moves = 0; moves < machine->thread_count; moves++) {
        thread_slot next = waits_for(at);
        *last = at;
        if (next == NO_THREAD || machine->threads[next].phase != PHASE_PARKED)
            return NO_THREAD;
        at = next;
    }
    thread_slot lowest = at;
    for (thread_slot next = waits_for(at); next != at; next = waits_for(next))
        lowest = next < lowest ? next : lowest;
    return lowest;
}

/* Whether what the thread waits for has come, and went by: a signal while it did not wait, or which
 * woke another; a post that a try took away. */
static bool was_lost(const struct path *path, thread_slot slot)
{
    const struct operation *next = &thread_at(slot)->pending;
    for (uint32_t index = 0; index < path->length; index++) {
        const struct move *move = &path->moves[index];
        enum operation_kind kind = move->operation.kind;
        bool is_signal = kind == OPERATION_SIGNAL || kind == OPERATION_BROADCAST;
        bool is_taken = (kind == OPERATION_TRYWAIT || kind == OPERATION_TIMEDWAIT) &&
                        move->touches[0].role == ROLE_WAIT;
        if (move->operation.object == next->object &&
            (next->kind == OPERATION_COND_WAKE ? is_signal : is_taken))
            return true;
    }
    return false;
}

static uint64_t cycle_key(thread_slot lowest)
{
    uint64_t key = 0;
    thread_slot at = lowest;
    do {
        key += finding_key(FINDING_DEADLOCK, thread_at(at)->pending.pc, 0, 0);
        at = waits_for(at);
    } while (at != lowest);
    return key;
}

static void judge_deadlock(struct search *search, thread_slot blocked)
{
    thread_slot last = blocked, lowest = find_cycle(blocked, &last);
    thread_slot shown = lowest != NO_THREAD ? lowest : last;
    const struct operation *next = &thread_at(shown)->pending;
    bool is_lost = lowest == NO_THREAD && was_lost(search->path, shown);
    enum finding_kind kind = is_lost ? FINDING_LOST_WAKEUP : FINDING_DEADLOCK;
    struct finding finding = {.kind = kind,
                              .key = lowest != NO_THREAD ? cycle_key(lowest)
                                                         : finding_key(kind, next->pc, 0, 0),
                              .thread = shown,
                              .other = waits_for(shown),
                              .pc = next->pc,
                              .address = next->object};
    if (finding.other != NO_THREAD)
        finding.other_pc = thread_at(finding.other)->pending.pc;
    search_found(search, &finding);
}

static void judge_spinners(struct search *search, thread_slot spinner, int count)
{
    enum finding_kind kind = count > 1 ? FINDING_LIVELOCK : FINDING_BUSY_WAITING;
    const struct operation *next = &thread_at(spinner)->pending;
    struct finding finding = {.kind = kind,
                              .key = finding_key(kind, next->pc, 0, 0),
                              .thread = spinner,
                              .other = NO_THREAD,
                              .pc = next->pc,
                              .address = next->object};
    search_found(search, &finding);
}

/* True when somebody waits in vain. A thread that looks and sleeps in turn may be a server that has
 * nothing to do: it goes on for ever, and so may what others wait for. */
static bool judge_stuck(struct search *search)
{
    const struct machine *machine = engine_machine();
    thread_slot blocked = NO_THREAD, spinner = NO_THREAD;
    int spinners = 0;
    bool is_patient = false;
    for (thread_slot slot = (thread_slot)machine->thread_count; slot-- > 0;) {
        if (machine->threads[slot].phase != PHASE_PARKED || is_idle(search, slot))
            continue;
        if (spinning_is_patient(search->path, slot)) {
            is_patient = true;
        } else if (spinning_is_stalled(search->path, slot)) {
            spinner = slot;
            spinners++;
        } else {
            blocked = slot;
        }
    }
    if (is_patient)
        search->ending = ENDING_CUT;
    else if (spinners > 0)
        judge_spinners(search, spinner, spinners);
    else if (blocked != NO_THREAD)
        judge_deadlock(search, blocked);
    return is_patient || spinners > 0 || blocked != NO_THREAD;
}

/* ---- The end --------------------------------------------------------------------------------- */

/* Where main ends by pthread_exit() programs often leave it at that, and the system cleans up. It is
 * only a fault if the same thread is joined in another execution. */
static void judge_never_joined(struct search *search, bool is_conditional)
{
    const struct machine *machine = engine_machine();
    for (thread_slot slot = 1; slot < (thread_slot)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        int32_t created = search->path->created_by[slot];
        if (thread->phase != PHASE_DONE || thread->joined || thread->detached || created < 0)
            continue;
        uint64_t pc = search->path->moves[created].operation.pc;
        struct finding finding = {.kind = FINDING_NEVER_JOINED,
                                  .key = finding_key(FINDING_NEVER_JOINED, pc, 0, 0),
                                  .thread = slot,
                                  .other = search->path->moves[created].thread,
                                  .pc = pc,
                                  .is_conditional = is_conditional};
        search_found(search, &finding);
    }
}

static void judge_leak(struct search *search)
{
    struct heap_block leak = {.address = 0};
    if (!leaks_find(&leak))
        return;
    struct finding finding = {.kind = FINDING_LEAK,
                              .key = finding_key(FINDING_LEAK, leak.allocated_pc, 0, 0),
                              .thread = leak.allocated_by,
                              .other = NO_THREAD,
                              .pc = leak.allocated_pc,
                              .address = leak.address,
                              .bytes = leak.bytes};
    search_found(search, &finding);
}

/* Told at the last thing that was printed. */
static void judge_output(struct search *search)
{
    const struct path *path = search->path;
    if (!search->options.compares_output)
        return;
    if (search->first_output_hash == 0)
        search->first_output_hash = search->output_hash;
    if (search->first_output_hash == search->output_hash || path->length == 0)
        return;
    const struct move *last = &path->moves[path->length - 1];
    while (last > path->moves && last->operation.object != MACHINE_OUTPUT_PLACE)
        last--;
    struct finding finding = {.kind = FINDING_DIFFERENT_RESULT,
                              .key = finding_key(FINDING_DIFFERENT_RESULT, 0, 0, 0),
                              .thread = last->thread,
                              .other = NO_THREAD,
                              .pc = last->operation.pc};
    search_found(search, &finding);
}

/* Calls the function in a thread of its own. */
static bool holds(struct search *search, uint64_t function, uint32_t result_bytes)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    struct machine *machine = &control->machine;
    thread_slot slot = (thread_slot)machine->thread_count;
    uint64_t mask = result_bytes < 8 ? ((uint64_t)1 << 8 * result_bytes) - 1 : UINT64_MAX;
    machine->event = (struct event){.kind = EVENT_NONE};
    if (!engine_make_thread(control, slot, function))
        return true;
    search->asked = slot;
    control->errand.is_over = false;
    orders_begin_step(control, 0);
    engine_resume(control, slot);
    search->asked = NO_THREAD;
    const struct thread *thread = &machine->threads[slot];
    if (search->is_stopped)
        return true;
    return thread->phase == PHASE_DONE && (thread->result & mask) != 0;
}

static void judge_invariant(struct search *search)
{
    uint64_t function = search->options.invariant;
    if (function == 0 || holds(search, function, search->options.invariant_bytes))
        return;
    struct finding finding = {.kind = FINDING_INVARIANT,
                              .key = finding_key(FINDING_INVARIANT, function, 0, 0),
                              .thread = search->path->length == 0
                                            ? NO_THREAD
                                            : search->path->moves[search->path->length - 1].thread,
                              .other = NO_THREAD,
                              .pc = function + 1};
    search_found(search, &finding);
}

/* A step without end may wait for what others do by reading alone: what it reads becomes points to
 * switch at. When that is of no use it gets the time it would have at the prompt. */
static bool gets_another_chance(struct search *search)
{
    uint32_t count = search->recent_count < SEARCH_RECENT ? search->recent_count : SEARCH_RECENT;
    bool is_new = false;
    if (engine_machine()->event.kind != EVENT_ENDLESS_LOOP || search->is_patient)
        return false;
    for (uint32_t index = 0; index < count; index++)
        if (memory_make_switch(search->memory, search->recent[index].address,
                               search->recent[index].bytes))
            is_new = true;
    search->is_patient = !is_new;
    search->needs_restart = true;
    return true;
}

void verdict_event(struct search *search)
{
    const struct event *event = &engine_machine()->event;
    if (gets_another_chance(search))
        return;
    struct finding finding = {.kind = FINDING_EVENT,
                              .details = *event,
                              .key = finding_key(FINDING_EVENT, event->kind, event->pc, 0),
                              .thread = event->thread,
                              .other = event->other,
                              .pc = event->pc,
                              .other_pc = event->other_pc,
                              .address = event->address};
    search_found(search, &finding);
}

static uint64_t hash_state(const struct search *search)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    const uint64_t *word = (const uint64_t *)control->arena.data_address;
    uint64_t hash = search->ending == ENDING_STUCK ? 3 : 1;
    for (size_t index = 0; index < control->arena.data_bytes / sizeof *word; index++)
        if (word[index] != 0) {
            hash = (hash ^ word[index] ^ index << 40) * 0x9e3779b97f4a7c15u;
            hash ^= hash >> 32;
        }
    return hash;
}

static void collect(struct search *search)
{
    const struct path *path = search->path;
    uint64_t trace = path->length == 0 ? 0 : path->moves[path->length - 1].trace_hash;
    if (!search->options.collects_states)
        return;
    search->traces += seen_lower(search->seen, finding_key(FINDING_KINDS, trace, 0, 0), 0);
    uint64_t state = hash_state(search);
    if (seen_lower(search->seen, state, 0)) {
        search->states++;
        search->state_sum += state;
    }
}

/* Of the shell's eight bits. */
static void judge_status(struct search *search, const struct event *event)
{
    uint32_t status = (uint32_t)event->value & 0xFF;
    findings_note_status(search->findings, status, event->is_return);
    if (status == 0)
        return;
    struct finding finding = {.kind = FINDING_DIFFERENT_RESULT,
                              .key = finding_key(FINDING_DIFFERENT_RESULT, status, 1, 0),
                              .thread = event->thread,
                              .other = NO_THREAD,
                              .pc = event->pc,
                              .status = status,
                              .is_conditional = true};
    search_found(search, &finding);
}

/* A thread crashed earlier in the execution, and was told. */
static bool has_failed(void)
{
    const struct machine *machine = engine_machine();
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        if (machine->threads[slot].phase == PHASE_CRASHED)
            return true;
    return false;
}

void verdict_at_end(struct search *search)
{
    const struct event *event = &engine_machine()->event;
    if (search->ending == ENDING_STUCK && has_failed()) {
        search->ending = ENDING_EVENT;
        return;
    }
    if (search->ending == ENDING_STUCK && !judge_stuck(search))
        search->ending = ENDING_COMPLETE;
    if (search->ending == ENDING_EVENT && event->kind == EVENT_EXIT) {
        search->ending = ENDING_COMPLETE;
        judge_exit(search, event->thread, false);
        judge_status(search, event);
    } else if (search->ending == ENDING_EVENT) {
        verdict_event(search);
    }
    if (search->ending == ENDING_COMPLETE) {
        judge_never_joined(search, event->kind == EVENT_NONE);
        judge_leak(search);
        judge_output(search);
    }
    if (search->ending == ENDING_COMPLETE || search->ending == ENDING_STUCK)
        collect(search);
    if (search->ending == ENDING_COMPLETE)
        judge_invariant(search);
}
