/* tick.h: the few instructions that every branch, load and store of a subject costs.
 *
 * The one header of the kit with function bodies: a tick counts down and is done; as a function of
 * engine.c it would take twice the time, and there are a hundred of them to a step. */
#ifndef STEPPER_CHILD_TICK_H
#define STEPPER_CHILD_TICK_H

#include "stepper/child/engine.h"
#include "stepper/control.h"

/* A place where the thread can be stopped: pc is the return address of the call-back. */
static inline void tick(uint64_t pc)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    control->errand.last_pc = pc;
    if (--control->fuel == 0)
        engine_out_of_fuel(pc, NULL);
}

/* The same just before a load or store. */
static inline void tick_access(uint64_t pc, uint64_t address, size_t bytes, bool is_write)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    control->errand.last_pc = pc;
    control->machine.accesses++;
    if (--control->fuel == 0)
        engine_out_of_fuel(
            pc,
            &(struct access){.address = address, .bytes = (uint32_t)bytes, .is_write = is_write});
}

/* The same in a function of libc, which may look at bytes at the same place, too. */
static inline void tick_call(uint64_t pc)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    control->errand.last_pc = pc;
    if (--control->fuel == 0)
        engine_out_of_fuel(pc, &(struct access){0});
}

/* The running thread's stack is in use from here on upwards. */
static inline void note_stack(uint64_t address)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    thread_slot slot = control->machine.running;
    if (slot != NO_THREAD && address < control->stack_low[slot])
        control->stack_low[slot] = address;
}

static inline void note_entry(void)
{
    ((struct control *)ARENA_CONTROL_ADDRESS)->errand.left_pc = 0;
}

/* A function's end is no place to stop at, but the last that the thread came by. */
static inline void note_exit(uint64_t pc)
{
    struct control *control = (struct control *)ARENA_CONTROL_ADDRESS;
    control->errand.last_pc = pc;
    control->errand.left_pc = pc;
}

#endif
