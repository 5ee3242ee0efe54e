#include "stepper/child/engine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stepper/child/child.h"
#include "stepper/child/endless.h"
#include "stepper/stacks/fiber.h"
#include "stepper/stacks/locals.h"
#include "stepper/child/orders.h"
#include "stepper/looks/stops.h"
#include "stepper/looks/witness.h"
#include "stepper/control.h"
#include "stepper/machine/sync.h"
#include "stepper/machine/waits.h"

/* At the top of each stack, for what runs before the subject's function does. */
enum { OWN_FRAMES_BYTES = 1024 };

static struct control *control(void)
{
    return (struct control *)ARENA_CONTROL_ADDRESS;
}

struct machine *engine_machine(void)
{
    return &control()->machine;
}

struct thread *engine_thread(void)
{
    struct machine *machine = engine_machine();
    return &machine->threads[machine->running == NO_THREAD ? 0 : machine->running];
}

/* Something happens in a constructor, where no thread could be stopped: see early.h. */
static _Noreturn void fail_early(struct control *c, const struct event *event)
{
    c->machine.event = *event;
    _exit(1);
}

bool engine_is_replaying(void)
{
    return control()->errand.kind == ORDER_GOTO;
}

bool engine_is_witnessing(void)
{
    return engine_is_replaying() && control()->witness.part_count > 0;
}

/* ---- Ticks ----------------------------------------------------------------------------------- */

/* Leaves the running thread where it is and returns to the order loop. */
static void return_to_orders(struct control *c)
{
    fiber_switch(&engine_thread()->stack_pointer, c->errand.main_stack);
}

static void stop_in_the_middle(struct control *c, uint64_t pc, const struct access *access)
{
    struct thread *thread = engine_thread();
    thread->phase = PHASE_MIDSTEP;
    thread->pc = pc;
    thread->access = access != NULL ? *access : (struct access){0};
    if (!engine_is_replaying())
        c->journal[c->machine.position - 1] =
            (struct choice){.kind = CHOICE_TICKS,
                            .waiter = (uint8_t)c->machine.wake_choice,
                            .slot = c->machine.running,
                            .count = (uint32_t)c->errand.ticks};
    return_to_orders(c);
    thread->access.bytes = 0;
}

/* Loads and stores of the own stack are nobody else's concern. */
static bool is_shared(const struct machine *machine, const struct access *access)
{
    uint64_t low = arena_stack_low(machine->running), high = arena_stack_top(machine->running);
    return access->bytes > 0 && (access->address < low || access->address >= high);
}

void engine_out_of_fuel(uint64_t pc, const struct access *access)
{
    struct control *c = control();
    struct errand *errand = &c->errand;
    errand->ticks += errand->granted;
    errand->granted = 0;
    if (engine_is_witnessing())
        witness_tick(c, pc, access, access != NULL && is_shared(&c->machine, access));
    if (errand->ticks_target != 0 && errand->ticks >= errand->ticks_target) {
        stops_note_arrival(c, pc);
        stop_in_the_middle(c, pc, access);
        return;
    }
    if (errand->ticks >= errand->ticks_most)
        endless_look(c, pc);
    if (errand->kind == ORDER_ACCESS && access != NULL && is_shared(&c->machine, access)) {
        orders_end(c, STOP_DONE);
        stop_in_the_middle(c, pc, access);
        return;
    }
    if (!engine_is_replaying() && stops_hit_tick(c, pc, access)) {
        c->errand.is_over = true;
        c->stop.thread = c->machine.running;
        stop_in_the_middle(c, pc, access);
        return;
    }
    orders_grant_fuel(c);
}

void engine_bulk(uint64_t pc, size_t bytes)
{
    engine_machine()->accesses += (bytes + MACHINE_RANGE_WORD - 1) / MACHINE_RANGE_WORD;
    endless_count(control(), pc, bytes);
}

/* Constructors run while there is no thread yet. */
void engine_enter_function(uint64_t caller)
{
    if (engine_machine()->running == NO_THREAD)
        return;
    struct thread *thread = engine_thread();
    if (thread->depth >= 0 && thread->depth < MACHINE_CALLERS)
        thread->callers[thread->depth] = caller;
    thread->depth++;
    thread->site_at[(uint32_t)thread->depth % MACHINE_CALLS] = 0;
}

void engine_leave_function(void)
{
    if (engine_machine()->running == NO_THREAD)
        return;
    engine_thread()->depth--;
    if (control()->witness.part_count > 0)
        witness_leave(control());
}

/* ---- Threads --------------------------------------------------------------------------------- */

/* Leaves the running thread for the one chosen next; returns when it is chosen again. */
static void hand_over(struct control *c)
{
    struct thread *self = engine_thread();
    thread_slot next = orders_choose(c);
    if (next == NO_THREAD) {
        fiber_switch(&self->stack_pointer, c->errand.main_stack);
    } else if (next != c->machine.running) {
        c->machine.running = next;
        fiber_switch(&self->stack_pointer, c->machine.threads[next].stack_pointer);
    }
}

static _Noreturn void leave_for_good(struct control *c, thread_slot next)
{
    struct thread *self = engine_thread();
    if (next != NO_THREAD)
        c->machine.running = next;
    fiber_switch(&self->stack_pointer,
                 next == NO_THREAD ? c->errand.main_stack : c->machine.threads[next].stack_pointer);
    __builtin_trap();
}

static void record(struct control *c, const struct operation *operation,
                   const struct performed *performed)
{
    struct machine *machine = &c->machine;
    c->stop.steps++;
    machine->step++;
    c->trace[machine->step % STEPPER_TRACE_ENTRIES] =
        (struct trace_entry){.step = machine->step,
                             .thread = machine->running,
                             .operation = *operation,
                             .before = performed->before,
                             .after = performed->after,
                             .result = performed->result};
}

static int32_t perform(struct control *c)
{
    struct thread *self = engine_thread();
    const struct operation *operation = &self->pending;
    if (operation->kind == OPERATION_SIGNAL)
        self->pending.argument = c->machine.wake_choice;
    if (c->observer == NULL)
        waits_look(&c->machine, c->machine.running);
    struct performed performed = sync_perform(&c->machine, c->machine.running);
    if (performed.trouble != EVENT_NONE)
        engine_event((struct event){.kind = performed.trouble,
                                    .pc = operation->pc,
                                    .address = operation->object,
                                    .other = performed.other,
                                    .other_pc = performed.other_pc});
    self->phase = PHASE_MIDSTEP;
    record(c, operation, &performed);
    if (c->observer == NULL) {
        waits_count(&c->machine, c->machine.running);
        self->last_step = c->machine.step;
    }
    stops_note_operation(c, operation);
    return performed.result;
}

int32_t engine_operation(enum operation_kind kind, uint64_t object, uint64_t object2,
                         int64_t argument, uint64_t pc)
{
    struct control *c = control();
    struct thread *self = engine_thread();
    self->frame = (uint64_t)__builtin_frame_address(0);
    if (c->machine.running == NO_THREAD) {
        struct event event = {.kind = EVENT_ILLEGAL, .pc = pc};
        snprintf(event.text, sizeof event.text, "%s", operation_name(kind));
        fail_early(c, &event);
    }
    self->pc = pc;
    self->pending =
        (struct operation){.kind = kind,
                           .object = object,
                           .object2 = object2,
                           .argument = argument,
                           .pc = pc,
                           .index = object == 0 ? -1 : sync_find(&c->machine, object),
                           .index2 = object2 == 0 ? -1 : sync_find(&c->machine, object2)};
    self->waits_since = c->machine.step;
    self->phase = PHASE_PARKED;
    if (c->site_count > 0 && !engine_is_replaying())
        stops_note_place(c, pc);
    hand_over(c);
    return perform(c);
}

void engine_split_use(bool is_write, uint64_t address, size_t bytes, uint64_t pc,
                      bool (*is_split)(const void *context, uint64_t address, uint64_t bytes),
                      const void *context)
{
    enum operation_kind kind = is_write ? OPERATION_WRITE : OPERATION_READ;
    uint64_t second = bytes > MACHINE_WORD ? address + MACHINE_WORD : 0;
    if (bytes <= (size_t)2 * MACHINE_WORD) {
        engine_operation(kind, address, second, 0, pc);
        return;
    }
    for (uint64_t done = 0; done < bytes; done += MACHINE_WORD)
        if (is_split(context, address + done, MACHINE_WORD))
            engine_operation(kind, address + done, 0, 0, pc);
}

uint64_t engine_frames_top(thread_slot slot)
{
    return locals_bottom(control(), slot) - OWN_FRAMES_BYTES;
}

static void thread_main(void)
{
    struct control *c = control();
    perform(c);
    struct thread *self = engine_thread();
    uint64_t top = engine_frames_top(c->machine.running);
    if (c->machine.running == 0 && self->function == c->machine.program.entry.main)
        program_run_main(top);
    uint64_t result = fiber_call(self->function, self->arguments, top);
    thread_returns(top);
    engine_end_thread(result);
}

_Noreturn void engine_end_thread(uint64_t result)
{
    struct control *c = control();
    struct thread *self = engine_thread();
    self->result = result;
    self->phase = PHASE_DONE;
    leave_for_good(c, orders_choose(c));
}

_Noreturn void engine_event(struct event event)
{
    struct control *c = control();
    struct thread *self = engine_thread();
    if (c->machine.running == NO_THREAD)
        fail_early(c, &event);
    event.thread = c->machine.running;
    c->machine.event = event;
    self->phase = PHASE_CRASHED;
    self->pc = event.pc;
    orders_end(c, STOP_EVENT);
    leave_for_good(c, NO_THREAD);
}

void engine_output(const char *bytes, size_t size, bool is_error)
{
    struct control *c = control();
    if (size == 0)
        return;
    bool is_split = c->machine.splits.count > 0 &&
                    machine_is_split(&c->machine, MACHINE_OUTPUT_PLACE, MACHINE_WORD);
    bool is_observed = c->observer != NULL;
    if (!is_observed && is_split)
        engine_operation(OPERATION_WRITE, MACHINE_OUTPUT_PLACE, 0, 0, c->errand.last_pc);
    if ((engine_is_replaying() && !c->hears) || (!is_observed && c->observer != NULL))
        return;
    if (is_observed) {
        c->observer->print(c->observer->context, bytes, size, c->errand.last_pc);
        return;
    }
    struct output_counts *printed = &c->printed;
    size_t room = CONTROL_OUTPUT_BYTES - printed->bytes;
    size_t kept = printed->pieces == CONTROL_OUTPUTS ? 0 : size < room ? size : room;
    printed->lost_bytes += size - kept;
    if (kept == 0)
        return;
    thread_slot writer = (thread_slot)(engine_thread() - c->machine.threads);
    c->outputs[printed->pieces++] = (struct output_piece){.thread = writer,
                                                          .is_error = is_error,
                                                          .step = c->machine.step,
                                                          .start = (uint32_t)printed->bytes,
                                                          .size = (uint32_t)kept};
    memcpy(c->output_bytes + printed->bytes, bytes, kept);
    printed->bytes += kept;
}

/* Most calls of a grading are made on a stack that was open before. */
static bool open_stack(struct control *c, thread_slot slot)
{
    if (!c->stack_is_open[slot])
        c->stack_is_open[slot] = arena_open_stack(slot);
    return c->stack_is_open[slot];
}

bool engine_make_thread(struct control *c, thread_slot slot, uint64_t function)
{
    struct machine *machine = &c->machine;
    if (slot < 0 || slot >= MACHINE_THREADS || !open_stack(c, slot))
        return false;
    struct thread *thread = &machine->threads[slot];
    uint32_t runs = (uint32_t)slot < machine->thread_count ? thread->runs : 0;
    for (; machine->thread_count <= (uint32_t)slot; machine->thread_count++)
        machine->threads[machine->thread_count] = (struct thread){.phase = PHASE_UNUSED};
    locals_prepare(c, slot);
    *thread = (struct thread){.phase = PHASE_PARKED,
                              .pending = {.kind = OPERATION_START,
                                          .object = 0,
                                          .pc = function + 1,
                                          .index = -1,
                                          .index2 = -1},
                              .pc = function + 1,
                              .function = function,
                              .runs = runs + 1,
                              .stack_pointer = fiber_prepare(locals_bottom(c, slot), thread_main)};
    return true;
}

thread_slot engine_create(uint64_t function, uint64_t argument)
{
    struct control *c = control();
    thread_slot slot = (thread_slot)c->machine.thread_count;
    if (!engine_make_thread(c, slot, function))
        return NO_THREAD;
    struct thread *thread = &c->machine.threads[slot];
    thread->arguments[0] = argument;
    thread->chance = engine_thread()->chance ^ (uint64_t)slot << 32; /* a stream of its own */
    snprintf(thread->name, sizeof thread->name, "T%d", slot);
    return slot;
}

/* The thread leaves its stack for that, so that the parent sees it as when it is stopped. */
bool engine_ask(int number, uint64_t pc)
{
    struct control *c = control();
    struct thread *thread = engine_thread();
    uint64_t known_pc = thread->pc;
    c->question = (struct question){.is_asked = true, .number = number};
    if (thread->phase == PHASE_MIDSTEP)
        thread->pc = pc;
    if (c->errand.on_fiber)
        return_to_orders(c);
    else
        child_ask(c);
    thread->pc = known_pc;
    return c->question.holds;
}

static void switch_to(struct control *c, thread_slot slot)
{
    c->errand.on_fiber = true;
    fiber_switch(&c->errand.main_stack, c->machine.threads[slot].stack_pointer);
    c->errand.on_fiber = false;
}

void engine_resume(struct control *c, thread_slot slot)
{
    c->machine.running = slot;
    switch_to(c, slot);
    while (c->question.is_asked) {
        child_ask(c);
        switch_to(c, c->machine.running);
    }
}
