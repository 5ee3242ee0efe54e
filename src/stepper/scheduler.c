#include "stepper/scheduler.h"

uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

/* The first thread that can run from `from` on, going round. */
static thread_slot ready_from(const struct machine *machine, uint32_t from)
{
    uint32_t slot = from;
    for (uint32_t seen = 0; seen < machine->thread_count; seen++, slot++) {
        if (slot >= machine->thread_count)
            slot = 0;
        if (machine_can_run(machine, (thread_slot)slot))
            return (thread_slot)slot;
    }
    return NO_THREAD;
}

static thread_slot pick_manual(const struct machine *machine)
{
    if (machine_can_run(machine, machine->running))
        return machine->running;
    return ready_from(machine, 0);
}

static thread_slot pick_round_robin(const struct machine *machine)
{
    return ready_from(machine, (uint32_t)(machine->running + 1));
}

static thread_slot pick_random(const struct machine *machine)
{
    uint32_t ready = 0;
    for (uint32_t slot = 0; slot < machine->thread_count; slot++)
        ready += machine_can_run(machine, (thread_slot)slot);
    if (ready == 0)
        return NO_THREAD;
    uint64_t state = machine->scheduler.seed ^ machine->step << 32;
    uint64_t lot = random_next(&state) % ready;
    for (thread_slot slot = 0;; slot++)
        if (machine_can_run(machine, slot) && lot-- == 0)
            return slot;
}

static thread_slot (*const policies[SCHEDULER_KINDS])(const struct machine *) = {
    [SCHEDULER_MANUAL] = pick_manual,
    [SCHEDULER_ROUND_ROBIN] = pick_round_robin,
    [SCHEDULER_RANDOM] = pick_random,
};

thread_slot scheduler_pick(const struct machine *machine)
{
    return machine->thread_count == 0 ? NO_THREAD : policies[machine->scheduler.kind](machine);
}
