#include "stepper/respawn.h"

#include <stdbool.h>
#include <string.h>

#include "stepper/control.h"

bool respawn_start(struct respawn *child)
{
    struct process *process = &child->process;
    struct control *control = child->control;
    enum process_end end = PROCESS_LOST;
    for (int tries = 0; tries < 2 && end == PROCESS_LOST; tries++) {
        process_end(process);
        end = process_start(process, child->image, &child->arena, &control->interrupt);
        if (control->machine.event.kind != EVENT_NONE)
            break;
    }
    return end == PROCESS_ANSWERED;
}

/* Has the child do control->order; on the way its questions are answered. */
static enum process_end obey(struct respawn *child)
{
    struct question *question = &child->control->question;
    question->is_asked = false;
    enum process_end end = process_obey(&child->process);
    while (end == PROCESS_ANSWERED && question->is_asked) {
        question->holds =
            child->judge == NULL || child->judge(child->judge_context, question->number);
        end = process_obey(&child->process);
    }
    return end;
}

static struct stop go_to(struct respawn *child, uint64_t position, uint64_t recall_step)
{
    struct control *control = child->control;
    control->order =
        (struct order){.kind = ORDER_GOTO, .position = position, .recall_step = recall_step};
    if (obey(child) != PROCESS_ANSWERED) {
        process_end(&child->process);
        return (struct stop){.reason = STOP_DIED, .thread = NO_THREAD};
    }
    return control->stop;
}

/* A new child in place of one that died, brought to the choice at `position`; the first `length` ones
 * of the journal in the arena are kept for that. When even that fails the program is back at its
 * beginning. */
static void revive(struct respawn *child, uint64_t position, uint64_t length)
{
    struct control *control = child->control;
    uint64_t base = control->base;
    process_end(&child->process);
    arena_wipe(&child->arena);
    memset(&control->machine, 0, sizeof control->machine);
    memset(&control->checkpoints, 0, sizeof control->checkpoints);
    memset(&control->errand, 0, sizeof control->errand);
    if (respawn_start(child)) {
        control->length = length;
        go_to(child, position, UINT64_MAX);
        control->base = base;
    } else {
        process_end(&child->process);
    }
}

struct stop respawn_give(struct respawn *child, const struct order *order)
{
    struct control *control = child->control;
    uint64_t position = control->machine.position;
    enum process_end end = PROCESS_LOST;
    bool is_there = true;
    for (int tries = 0; tries < 2 && end == PROCESS_LOST && is_there; tries++) {
        control->interrupt = 0;
        control->order = *order;
        end = obey(child);
        if (end == PROCESS_ANSWERED)
            return control->stop;
        revive(child, position, position);
        is_there = control->machine.position == position && order->kind != ORDER_EXPLORE;
    }
    return (struct stop){.reason = STOP_DIED, .thread = NO_THREAD};
}

struct stop respawn_go_to(struct respawn *child, uint64_t position, uint64_t recall_step)
{
    struct control *control = child->control;
    uint64_t before = control->machine.position;
    struct stop stop = {.reason = STOP_DIED};
    for (int tries = 0; tries < 2 && stop.reason == STOP_DIED; tries++) {
        stop = go_to(child, position, recall_step);
        if (stop.reason == STOP_DIED)
            revive(child, before, control->length);
    }
    return stop;
}
