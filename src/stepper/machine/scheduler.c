#include "stepper/machine/scheduler.h"

enum { LAGS_ONE_IN = 4 /* steps */ };

uint64_t random_next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebu;
    return mixed ^ mixed >> 31;
}

/* Waiting for time comes last, as in reality everything else is faster. */
static bool is_ready(const struct machine *machine, thread_slot slot)
{
    return machine_can_run(machine, slot) && !machine_needs_time(machine, slot);
}

/* Who of those that wait for time only is the first to be done with it. */
static thread_slot first_to_wake(const struct machine *machine)
{
    thread_slot first = NO_THREAD;
    for (thread_slot slot = 0; (uint32_t)slot < machine->thread_count; slot++)
        if (machine_needs_time(machine, slot) &&
            (first == NO_THREAD ||
             machine->threads[slot].wakes_at_ns < machine->threads[first].wakes_at_ns))
            first = slot;
    return first;
}

/* The first thread that is ready from `from` on, going round. */
static thread_slot ready_from(const struct machine *machine, uint32_t from)
{
    uint32_t slot = from;
    for (uint32_t seen = 0; seen < machine->thread_count; seen++, slot++) {
        if (slot >= machine->thread_count)
            slot = 0;
        if (is_ready(machine, (thread_slot)slot))
            return (thread_slot)slot;
    }
    return NO_THREAD;
}

static thread_slot pick_manual(const struct machine *machine)
{
    if (is_ready(machine, machine->running))
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
        ready += is_ready(machine, (thread_slot)slot);
    if (ready == 0)
        return NO_THREAD;
    uint64_t state = machine->scheduler.seed ^ machine->step << 32;
    uint64_t lot = random_next(&state) % ready;
    for (thread_slot slot = 0;; slot++)
        if (is_ready(machine, slot) && lot-- == 0)
            return slot;
}

/* It fell behind after its last step, as the seed has it. */
static bool lags(const struct machine *machine, thread_slot slot)
{
    uint64_t last = machine->threads[slot].last_step;
    uint64_t state = machine->scheduler.seed ^ last << 32;
    return last > 0 && random_next(&state) % LAGS_ONE_IN == 0;
}

/* Of those who lag, the one that fell behind last: so who asks again and again for what one that lags
 * would have to change asks for ever. For the same reason waiting for time is no reason to wait. */
static thread_slot pick_laggard(const struct machine *machine)
{
    thread_slot latest = NO_THREAD;
    if (machine_can_run(machine, machine->running) && !lags(machine, machine->running))
        return machine->running;
    for (thread_slot slot = 0; (uint32_t)slot < machine->thread_count; slot++) {
        if (!machine_can_run(machine, slot))
            continue;
        if (!lags(machine, slot))
            return slot;
        if (latest == NO_THREAD ||
            machine->threads[slot].last_step > machine->threads[latest].last_step)
            latest = slot;
    }
    return latest;
}

static thread_slot (*const policies[SCHEDULER_KINDS])(const struct machine *) = {
    [SCHEDULER_MANUAL] = pick_manual,
    [SCHEDULER_ROUND_ROBIN] = pick_round_robin,
    [SCHEDULER_RANDOM] = pick_random,
    [SCHEDULER_LAGGARD] = pick_laggard,
};

thread_slot scheduler_pick(const struct machine *machine)
{
    if (machine->thread_count == 0)
        return NO_THREAD;
    thread_slot slot = policies[machine->scheduler.kind](machine);
    return slot != NO_THREAD ? slot : first_to_wake(machine);
}
