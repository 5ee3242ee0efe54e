#include "stepper/respawn.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "program/host/mishaps.h"

/* It died, perhaps of something else than the program. */
static bool is_dead(enum process_end end)
{
    return end == PROCESS_LOST || end == PROCESS_TAKEN;
}

/* It was not to be had a second time. */
static void note(enum process_end end)
{
    if (end == PROCESS_TAKEN)
        mishap_note("the system refused or killed the process that the program runs in");
}

/* Waits for the child's next answer, and looks at what it has written. */
static enum process_end hear(struct respawn *child)
{
    enum process_end end = process_obey(&child->process);
    if (end == PROCESS_ANSWERED && !seen_take(&child->seen, child->control))
        end = PROCESS_LATE;
    if (end == PROCESS_ANSWERED)
        child->base = child->seen.base;
    return end;
}

/* Has the child do control->order; on the way its questions are answered. */
static enum process_end obey(struct respawn *child)
{
    struct question *question = &child->control->question;
    question->is_asked = false;
    enum process_end end = hear(child);
    while (end == PROCESS_ANSWERED && question->is_asked) {
        int number = question->number;
        if (child->judge == NULL || number < 0 || number >= STEPPER_STOPS)
            return PROCESS_LATE; /* nobody has set a stop that asks */
        question->holds = child->judge(child->judge_context, number);
        end = hear(child);
    }
    return end;
}

/* Ends the process, and what is shared with it is as when there was none; but for the journal. */
static void forget(struct respawn *child)
{
    struct control *control = child->control;
    process_end(&child->process);
    arena_wipe(&child->arena);
    memset(&control->machine, 0, sizeof control->machine);
    memset(&control->stop, 0, sizeof control->stop);
    memset(&control->checkpoints, 0, sizeof control->checkpoints);
    memset(&control->errand, 0, sizeof control->errand);
    memset(control->stack_is_open, 0, sizeof control->stack_is_open);
    memset(control->stack_low, 0, sizeof control->stack_low);
    memset(&child->seen, 0, sizeof child->seen);
    control->fuel = control->last_fuel = control->last_step = 0;
    control->idle_alarms = 0;
    control->is_within = false;
    control->marked_stop = -1;
}

bool respawn_start(struct respawn *child)
{
    struct process *process = &child->process;
    struct control *control = child->control;
    const struct output_counts printed = control->printed;
    enum process_end end = PROCESS_LOST;
    for (int tries = 0; tries < 2 && is_dead(end); tries++) {
        if (tries > 0) {
            forget(child);
            control->printed = printed;
        }
        end = process_start(process, child->image, &child->arena, &control->interrupt);
        bool can_be = seen_take(&child->seen, control);
        if (end == PROCESS_TAKEN)
            continue;
        if (!can_be || child->seen.machine.event.kind != EVENT_NONE)
            break;
    }
    note(end);
    if (end == PROCESS_TAKEN && process->id != 0) {
        process_end(process);
        errno = ENOMEM;
    }
    return end == PROCESS_ANSWERED;
}

static enum process_end go_to(struct respawn *child, const struct order *order)
{
    child->control->order = *order;
    enum process_end end = obey(child);
    if (end != PROCESS_ANSWERED)
        process_end(&child->process);
    return end;
}

/* A new child in place of one that died, brought to the choice at `position`; the first `length` ones
 * of the journal in the arena are kept for that. When even that fails the program is back at its
 * beginning. */
static void revive(struct respawn *child, uint64_t position, uint64_t length)
{
    struct control *control = child->control;
    uint64_t base = child->base;
    forget(child);
    control->length = length;
    control->base = base; /* an order that was lost may have set another */
    if (respawn_start(child)) {
        const struct order order = {
            .kind = ORDER_GOTO, .position = position, .recall_step = UINT64_MAX};
        note(go_to(child, &order));
        control->base = child->seen.base = child->base = base;
    } else {
        process_end(&child->process);
    }
}

struct stop respawn_give(struct respawn *child, const struct order *order)
{
    struct control *control = child->control;
    uint64_t position = child->seen.machine.position;
    enum process_end end = PROCESS_LOST;
    bool is_there = true;
    int death = 0;
    for (int tries = 0; tries < 2 && is_dead(end) && is_there; tries++) {
        control->interrupt = 0;
        control->order = *order;
        end = obey(child);
        if (end == PROCESS_ANSWERED)
            return child->seen.stop;
        death = child->process.death;
        revive(child, position, position);
        is_there = child->seen.machine.position == position && order->kind != ORDER_EXPLORE;
    }
    note(end);
    return (struct stop){.reason = STOP_DIED, .thread = NO_THREAD, .number = death};
}

struct stop respawn_go_to(struct respawn *child, const struct order *order)
{
    uint64_t before = child->seen.machine.position, length = child->seen.length;
    uint32_t parts = child->control->witness.part_count;
    int death = 0;
    for (int tries = 0; tries < 2; tries++) {
        enum process_end end = go_to(child, order);
        if (end == PROCESS_ANSWERED)
            return child->seen.stop;
        death = child->process.death;
        child->control->witness.part_count = 0; /* the way back is nothing to look at */
        revive(child, before, length);
        child->control->witness.part_count = parts;
        if (tries > 0)
            note(end);
    }
    return (struct stop){.reason = STOP_DIED, .thread = NO_THREAD, .number = death};
}
