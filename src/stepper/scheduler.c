#include "stepper/scheduler.h"

uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

/* The first thread that can run at or behind `from`, going round. */
static thread_slot ready_from(const struct machine *machine, uint32_t from)
{
    for (uint32_t offset = 0; offset < machine->thread_count; offset++) {
        thread_slot slot = (thread_slot)((from + offset) % machine->thread_count);
        if (machine_can_run(machine, slot))
            return slot;
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
