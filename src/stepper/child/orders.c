#include "stepper/child/orders.h"

#include <string.h>

#include "stepper/child/checkpoint.h"
#include "stepper/child/child.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/sanitizer.h"
#include "stepper/looks/stops.h"
#include "stepper/looks/witness.h"
#include "stepper/machine/scheduler.h"

enum { EXPLORER_TICKS = 1000000 }; /* of a step, from one look whether to go on to the next */

/* An explorer in the midst of a long step, who is to come to an end. */
static void heed_explorer(struct control *c)
{
    bool is_within = c->observer != NULL && c->errand.ticks > 0;
    if (is_within && c->observer->is_over(c->observer->context))
        engine_event((struct event){.kind = EVENT_NONE, .pc = c->errand.last_pc});
}

/* Fuel up to the next tick that needs a look: all of them while someone waits for a place or a change. */
void orders_grant_fuel(struct control *c)
{
    struct errand *errand = &c->errand;
    heed_explorer(c);
    uint64_t ticks = errand->ticks < errand->ticks_most ? errand->ticks_most - errand->ticks : 1;
    if (errand->kind == ORDER_ACCESS || engine_is_witnessing() ||
        (!engine_is_replaying() && stops_need_ticks(c)))
        ticks = 1;
    else if (errand->ticks_target != 0)
        ticks = errand->ticks_target - errand->ticks;
    else if (c->observer != NULL && ticks > EXPLORER_TICKS)
        ticks = EXPLORER_TICKS;
    c->fuel = errand->granted = ticks;
}

void orders_end(struct control *c, enum stop_reason reason)
{
    c->errand.is_over = true;
    c->stop.reason = reason;
    c->stop.thread = c->machine.running;
}

/* ---- Choices --------------------------------------------------------------------------------- */

/* Takes a new choice: what had been known of the future is gone. */
static void append_choice(struct control *c, struct choice choice)
{
    if (c->length > c->machine.position)
        checkpoint_cut(&c->checkpoints, c->machine.position);
    c->journal[c->machine.position++] = choice;
    c->length = c->machine.position;
}

static void count_ticks(struct control *c)
{
    c->ticks_in_all += c->errand.ticks + c->errand.granted - c->fuel;
}

void orders_begin_step(struct control *c, uint64_t ticks_target)
{
    count_ticks(c);
    c->errand.ticks = 0;
    c->errand.bulk = 0;
    c->errand.circle.pc = 0;
    c->errand.ticks_target = ticks_target;
    orders_grant_fuel(c);
}

static void take_action(struct control *c, const struct action *action)
{
    struct machine *machine = &c->machine;
    switch (action->kind) {
    case ACTION_START:
        if (engine_make_thread(c, action->start.slot, action->start.function)) {
            struct thread *thread = &machine->threads[action->start.slot];
            memcpy(thread->arguments, action->start.arguments, sizeof thread->arguments);
            memcpy(thread->name, action->start.name, sizeof thread->name);
        }
        break;
    case ACTION_MAIN:
        if (engine_make_thread(c, 0, action->main.main)) {
            machine->program.entry = action->main;
            strcpy(machine->threads[0].name, "main");
        }
        break;
    case ACTION_WRITE:
        memcpy((void *)action->write.address, action->write.bytes, action->write.size);
        break;
    case ACTION_SCHEDULER:
        machine->scheduler = (struct scheduler_state){.kind = action->scheduler.kind,
                                                      .seed = action->scheduler.seed};
        break;
    case ACTION_SPLIT:
        machine_split(machine, action->split.address, action->split.bytes);
        break;
    case ACTION_BLOCKS:
        machine->heap.is_limited = action->blocks >= 0;
        machine->heap.blocks_left = action->blocks < 0 ? 0 : (uint32_t)action->blocks;
        break;
    }
}

static void take_base(struct control *c)
{
    c->machine.step = 0;
    c->base = c->machine.position;
}

/* A replay that looks out stops here, when there is something to be seen or somebody has had enough. */
static bool looks_up(struct control *c)
{
    if (!c->order.looks_out || (!c->interrupt && !stops_outlook_differs(c)))
        return false;
    orders_end(c, c->interrupt ? STOP_INTERRUPTED : STOP_WATCH);
    return true;
}

static thread_slot begin_recorded(struct control *c, const struct choice *choice)
{
    bool is_last = c->machine.position == c->errand.target && c->order.within != 0;
    uint64_t ticks = choice->kind == CHOICE_TICKS ? choice->count : 0;
    orders_begin_step(c, is_last ? c->order.within : ticks);
    c->machine.wake_choice = choice->waiter;
    if (engine_is_witnessing())
        witness_begin(c, choice->slot);
    return choice->slot;
}

/* The next recorded choice that needs a thread; actions on the way are taken. Not while a thread is
 * running, though: an action may start a new run in its slot, on the very stack we stand on. */
static thread_slot choose_recorded(struct control *c)
{
    struct machine *machine = &c->machine;
    while (machine->position < c->errand.target) {
        if (looks_up(c))
            return NO_THREAD;
        const struct choice *choice = &c->journal[machine->position];
        if (choice->kind <= CHOICE_TICKS && !machine_can_run(machine, choice->slot))
            break;
        if (choice->kind == CHOICE_ACTION && c->errand.on_fiber)
            return NO_THREAD;
        machine->position++;
        switch ((enum choice_kind)choice->kind) {
        case CHOICE_STEP:
        case CHOICE_TICKS:
            return begin_recorded(c, choice);
        case CHOICE_ACTION:
            take_action(c, &c->actions[choice->count]);
            break;
        case CHOICE_BASE:
            take_base(c);
            break;
        }
    }
    orders_end(c, machine->event.kind != EVENT_NONE ? STOP_EVENT : STOP_DONE);
    return NO_THREAD;
}

/* Whose turn the order says it is; NO_THREAD, and why, when it is done. */
static thread_slot choose_ordered(struct control *c, enum stop_reason *why_not)
{
    struct machine *machine = &c->machine;
    const struct errand *errand = &c->errand;
    thread_slot slot = errand->slot;
    *why_not = STOP_DONE;
    if (machine->position - errand->position >= errand->limit)
        return NO_THREAD;
    *why_not = STOP_INTERRUPTED;
    if (c->interrupt)
        return NO_THREAD;
    *why_not = STOP_FULL;
    if (machine->position >= CONTROL_CHOICES)
        return NO_THREAD;
    if (errand->kind == ORDER_RUN) {
        *why_not = STOP_NOBODY;
        return scheduler_pick(machine);
    }
    *why_not = machine->threads[slot].phase == PHASE_DONE ? STOP_ENDED : STOP_BLOCKED;
    return machine_can_run(machine, slot) ? slot : NO_THREAD;
}

/* A checkpoint; but where the last choice is only taken in part, that is no state to go on from. */
static bool is_due(const struct control *c)
{
    bool is_part = c->order.within != 0 && c->machine.position >= c->errand.target;
    return !is_part && checkpoint_is_due(&c->checkpoints, &c->machine);
}

/* Who runs next; NO_THREAD: back to the order loop, which takes a checkpoint or is done. */
thread_slot orders_choose(struct control *c)
{
    enum stop_reason why_not;
    if (c->observer != NULL)
        return c->errand.is_over ? NO_THREAD : c->observer->choose(c->observer->context, c);
    if (c->errand.is_over || is_due(c))
        return NO_THREAD;
    if (engine_is_replaying())
        return choose_recorded(c);
    if (stops_hit_choice(c)) {
        c->errand.is_over = true;
        c->stop.thread = c->machine.running;
        return NO_THREAD;
    }
    thread_slot slot = choose_ordered(c, &why_not);
    if (slot == NO_THREAD) {
        orders_end(c, why_not);
        return NO_THREAD;
    }
    append_choice(c, (struct choice){.kind = CHOICE_STEP, .waiter = c->order.waiter, .slot = slot});
    stops_go_on(c, slot);
    orders_begin_step(c, 0);
    c->machine.wake_choice = c->order.waiter;
    return slot;
}

/* ---- Orders ---------------------------------------------------------------------------------- */

/* Runs threads until the errand is over. */
static void carry_on(struct control *c)
{
    while (!c->errand.is_over) {
        if (is_due(c))
            checkpoint_take(&c->checkpoints, &c->arena, &c->machine);
        thread_slot next = orders_choose(c);
        if (next != NO_THREAD)
            engine_resume(c, next);
    }
}

static void order_action(struct control *c)
{
    append_choice(c, (struct choice){.kind = CHOICE_ACTION,
                                     .slot = NO_THREAD,
                                     .count = (uint32_t)c->actions_used - 1});
    take_action(c, &c->actions[c->actions_used - 1]);
    orders_end(c, STOP_DONE);
}

static void order_base(struct control *c)
{
    append_choice(c, (struct choice){.kind = CHOICE_BASE, .slot = NO_THREAD});
    take_base(c);
    checkpoint_begin(&c->checkpoints, &c->arena, &c->machine);
    orders_end(c, STOP_DONE);
}

/* True when the place to go to lies ahead, and no checkpoint is nearer to it, or all on the way is to be
 * heard: then nothing is restored. */
static bool is_on_the_way(const struct control *c, uint64_t whole)
{
    return !c->is_within && c->order.recall_step == UINT64_MAX && whole >= c->machine.position &&
           (c->hears || c->order.looks_out ||
            c->machine.position >= checkpoint_nearest(&c->checkpoints, whole));
}

static void order_goto(struct control *c)
{
    uint64_t whole = c->order.position - (c->order.within != 0); /* choices taken as a whole */
    if (!is_on_the_way(c, whole)) {
        sanitizer_forget(ARENA_STACKS_ADDRESS, ARENA_SLOTS * ARENA_SLOT_BYTES);
        checkpoint_restore(&c->checkpoints, &c->arena, &c->machine, whole, c->order.recall_step);
    }
    if (c->order.looks_out)
        stops_outlook_begin(c);
    c->is_within = c->order.within != 0;
    carry_on(c);
    if (engine_is_witnessing())
        witness_end(c);
}

/* The chooser leaves the program in any state; it is put back to where it was. */
static void order_explore(struct control *c)
{
    struct checkpoints here = {0};
    if (!checkpoint_take(&here, &c->arena, &c->machine))
        child_give_up();
    c->observer = c->chooser;
    c->chooser->run(c->chooser->context, c);
    c->observer = NULL;
    sanitizer_forget(ARENA_STACKS_ADDRESS, ARENA_SLOTS * ARENA_SLOT_BYTES);
    checkpoint_restore(&here, &c->arena, &c->machine, UINT64_MAX, UINT64_MAX);
    checkpoint_drop_all(&here);
    orders_end(c, c->interrupt ? STOP_INTERRUPTED : STOP_DONE);
}

/* Of one step. What is replayed was in time before, however little there is now. */
static uint64_t ticks_most(const struct control *c)
{
    const struct patience *patience = &c->patience;
    bool is_anew = c->order.kind == ORDER_STEP || c->order.kind == ORDER_RUN;
    uint64_t most = patience->ticks_of_step != 0 ? patience->ticks_of_step : STEPPER_TICKS_USUAL;
    if (!is_anew)
        return most > STEPPER_TICKS_USUAL ? most : STEPPER_TICKS_USUAL;
    if (patience->ticks_in_all == 0 || c->ticks_in_all + most < patience->ticks_in_all)
        return most;
    return c->ticks_in_all < patience->ticks_in_all ? patience->ticks_in_all - c->ticks_in_all : 1;
}

void orders_obey(struct control *c)
{
    const struct order *order = &c->order;
    c->observer = NULL; /* a child that died while exploring has left it there */
    c->errand = (struct errand){.kind = order->kind,
                                .slot = order->slot,
                                .limit = order->kind == ORDER_ACCESS ? 1 : order->limit,
                                .target = order->position,
                                .position = c->machine.position,
                                .ticks_most = ticks_most(c)};
    c->fuel = 0;
    c->stop = (struct stop){.reason = STOP_DONE, .thread = c->machine.running};
    c->printed = order->printed;
    if (order->kind != ORDER_GOTO) /* the stack of what is watched may not be there yet */
        stops_begin(c);
    switch (order->kind) {
    case ORDER_ACTION:
        order_action(c);
        break;
    case ORDER_BASE:
        order_base(c);
        break;
    case ORDER_GOTO:
        order_goto(c);
        break;
    case ORDER_EXPLORE:
        order_explore(c);
        break;
    case ORDER_STEP:
    case ORDER_ACCESS:
    case ORDER_RUN:
        carry_on(c);
        break;
    }
    c->errand.on_fiber = false;
    count_ticks(c);
}
