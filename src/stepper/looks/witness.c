#include "stepper/looks/witness.h"

#include <signal.h>

#include "stepper/child/engine.h"
#include "stepper/looks/places.h"
#include "stepper/stacks/sanitizer.h"
#include "stepper/looks/silent.h"

enum { RED_ZONE_BYTES = 128 }; /* below its stack pointer that a function may use */

static bool has_changed(const struct witness *witness)
{
    return places_have_changed(witness->parts, witness->part_count, witness->seen);
}

static void remember(struct witness *witness)
{
    places_remember(witness->parts, witness->part_count, witness->seen);
}

static bool is_in_call(const struct witness *witness)
{
    return witness->depth == 0 || engine_thread()->depth >= witness->depth;
}

/* Blames what happened at the last tick for what is different now. */
static void blame(struct control *control, const struct silent_place *place)
{
    struct witness *witness = &control->witness;
    uint64_t store = witness->last.is_silent ? silent_store(control, &witness->place, place) : 0;
    witness->change = witness->last;
    witness->change.pc = store != 0 ? store : witness->change.pc;
}

/* Makes sure that what is stored there will be seen. */
static void unwrite_part(const struct range *part, const unsigned char *to_come)
{
    unsigned char *bytes = (unsigned char *)part->low;
    for (size_t byte = 0; byte < part->high - part->low; byte++)
        bytes[byte] = (unsigned char)~to_come[byte];
}

/* The call has just begun, and what the kit's own calls left in its variables may be what it stores. */
static void unwrite_call(const struct witness *witness, thread_slot slot)
{
    const unsigned char *to_come = witness->to_come;
    for (uint32_t part = 0; part < witness->part_count && witness->are_fresh; part++) {
        const struct range *range = &witness->parts[part];
        if (range->low >= arena_stack_low(slot) && range->high <= arena_stack_top(slot))
            unwrite_part(range, to_come);
        to_come += range->high - range->low;
    }
}

static void look(struct control *control, uint64_t pc)
{
    struct witness *witness = &control->witness;
    const struct silent_place place = silent_here(control, control->machine.running, pc);
    bool is_called = is_in_call(witness);
    if (is_called && !witness->is_called) {
        witness->change = (struct witnessed){.pc = pc, .ticks = witness->last.ticks};
        unwrite_call(witness, control->machine.running);
    } else if (is_called && has_changed(witness)) {
        blame(control, &place);
    }
    if (is_called)
        remember(witness);
    witness->is_called = is_called;
    witness->place = place;
}

/* Calls to come leave on the stack what they left there when this was gone through before, and would seem to
 * store nothing new: their places get bytes that are none of those to come. So do those that a call
 * which goes on has not set. */
static void unwrite(const struct witness *witness, const struct thread *thread, thread_slot slot)
{
    const unsigned char *to_come = witness->to_come;
    for (uint32_t part = 0; part < witness->part_count; part++) {
        const struct range *range = &witness->parts[part];
        size_t size = range->high - range->low;
        bool is_free = range->low >= arena_stack_low(slot) &&
                       range->high + RED_ZONE_BYTES <= thread->stack_pointer;
        sanitizer_forget(range->low, size);
        if (is_free || (witness->unset >> part & 1) != 0)
            unwrite_part(range, to_come);
        to_come += size;
    }
}

/* The handler of the signal does the rest. */
static void look_closely_from(struct witness *witness, uint64_t ticks)
{
    witness->is_close = witness->close_ticks == ticks;
    if (witness->is_close)
        raise(SIGTRAP);
}

void witness_begin(struct control *control, thread_slot slot)
{
    struct witness *witness = &control->witness;
    const struct thread *thread = &control->machine.threads[slot];
    bool is_there = places_will_be_stored_to(witness->parts, witness->part_count, thread);
    witness->accesses = 0;
    witness->change = (struct witnessed){0};
    witness->last = (struct witnessed){.pc = thread->pc, .is_silent = !is_there};
    witness->is_called = witness->depth == 0 || thread->depth >= witness->depth;
    unwrite(witness, thread, slot);
    witness->place = silent_here(control, slot, thread->pc);
    remember(witness);
    look_closely_from(witness, 0);
}

void witness_tick(struct control *control, uint64_t pc, const struct access *access, bool is_shared)
{
    struct witness *witness = &control->witness;
    look(control, pc);
    witness->accesses += is_shared;
    bool is_stored = places_are_stored_to(witness->parts, witness->part_count, access);
    witness->last = (struct witnessed){.pc = pc,
                                       .accesses = is_stored && is_shared ? witness->accesses : 0,
                                       .ticks = control->errand.ticks,
                                       .is_silent = !is_stored};
    look_closely_from(witness, control->errand.ticks);
}

void witness_leave(struct control *control)
{
    struct witness *witness = &control->witness;
    witness->is_called = witness->is_called && is_in_call(witness);
}

bool witness_instruction(struct control *control, uint64_t pc)
{
    struct witness *witness = &control->witness;
    bool is_code = pc >= control->text_low && pc < control->text_high;
    if (witness->is_close && is_code && witness->is_called && has_changed(witness)) {
        witness->change.pc = pc;
        remember(witness);
    }
    return witness->is_close;
}

void witness_end(struct control *control)
{
    struct witness *witness = &control->witness;
    witness->is_close = false;
    look(control, engine_thread()->pc);
}
