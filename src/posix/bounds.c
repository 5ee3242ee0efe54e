#include "posix/bounds.h"

#include "program/arena.h"
#include "stepper/child/engine.h"
#include "stepper/control.h"

static const struct control *control(void)
{
    return (const struct control *)ARENA_CONTROL_ADDRESS;
}

static bool contains(struct range range, uint64_t address)
{
    return address >= range.low && address < range.high;
}

/* The row whose range begins last of those that begin at or before the address; rows are `stride`
 * bytes and begin with their range. NULL when there is none. */
static const struct range *find_row(const void *rows, uint32_t count, size_t stride,
                                    uint64_t address)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct range *row = (const void *)((const char *)rows + middle * stride);
        if (row->low <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? NULL : (const void *)((const char *)rows + (low - 1) * stride);
}

/* ---- Globals --------------------------------------------------------------------------------- */

static bool find_fixed(uint64_t address, struct bound *bound)
{
    const struct extents *extents = &control()->extents;
    const struct range *row = find_row(extents->fixed, extents->fixed_count, sizeof *row, address);
    if (row != NULL && contains(*row, address)) {
        *bound = (struct bound){.limit = row->high, .variable = *row};
        return true;
    }
    row = row == NULL ? extents->fixed : row + 1;
    if (row == extents->fixed + extents->fixed_count)
        return false;
    *bound = (struct bound){.limit = row->low, .variable = *row};
    return true;
}

/* ---- Stacks ---------------------------------------------------------------------------------- */

struct frame {
    uint64_t pc, pointer; /* a return address in the subject, and its frame pointer */
};

/* NULL when the frames of what is there cannot be relied on. */
static const struct extent_function *find_function(uint64_t pc)
{
    const struct extents *extents = &control()->extents;
    const struct extent_function *function =
        (const void *)find_row(extents->functions, extents->function_count, sizeof *function, pc);
    return function != NULL && contains(function->code, pc) ? function : NULL;
}

/* The next frame of the subject's, outwards from a frame pointer, which is followed. */
static bool next_frame(struct range stack, uint64_t *pointer, struct frame *frame)
{
    struct range text = {control()->text_low, control()->text_high};
    while (contains(stack, *pointer) && *pointer % sizeof(uint64_t) == 0 &&
           stack.high - *pointer >= 2 * sizeof(uint64_t)) {
        const uint64_t *record = (const uint64_t *)*pointer;
        *frame = (struct frame){.pc = record[1], .pointer = record[0]};
        if (record[0] <= *pointer)
            return false;
        *pointer = record[0];
        if (contains(text, frame->pc))
            return find_function(frame->pc - 1) != NULL;
    }
    return false;
}

/* The variable at the address; else `bound` is narrowed to the next one that the frame sees. */
static bool find_in_frame(struct frame frame, uint64_t address, struct bound *bound)
{
    const struct extents *extents = &control()->extents;
    uint64_t pc = frame.pc - 1;
    const struct extent_function *function = find_function(pc);
    for (uint32_t index = 0; index < function->count; index++) {
        const struct extent_local *local = &extents->locals[function->first + index];
        uint64_t start = frame.pointer + (uint64_t)local->offset;
        struct range place = {start, start + local->size};
        if (!contains(local->scope, pc))
            continue;
        if (contains(place, address)) {
            *bound = (struct bound){.limit = place.high, .variable = place};
            return true;
        }
        if (start > address && start < bound->limit)
            *bound = (struct bound){.limit = start, .variable = place};
    }
    return false;
}

/* A frame's variables lie below its pointer, or above, as the processor has it. */
static bool find_local(struct range stack, uint64_t pointer, uint64_t address, struct bound *bound)
{
    struct frame frame = {0}, below = {0};
    bool is_found = next_frame(stack, &pointer, &frame);
    for (; is_found && frame.pointer <= address; is_found = next_frame(stack, &pointer, &frame))
        below = frame;
    *bound = (struct bound){.limit = is_found ? frame.pointer : stack.high};
    if ((below.pc != 0 && find_in_frame(below, address, bound)) ||
        (is_found && find_in_frame(frame, address, bound)))
        return true;
    return is_found;
}

static bool find_on_stack(uint64_t address, struct bound *bound)
{
    const struct machine *machine = &control()->machine;
    uint64_t slot = (address - ARENA_STACKS_ADDRESS) / ARENA_SLOT_BYTES;
    if (slot >= machine->thread_count)
        return false;
    const struct thread *thread = &machine->threads[slot];
    bool is_own = (thread_slot)slot == machine->running;
    bool is_parked = thread->phase == PHASE_PARKED && thread->pending.kind != OPERATION_START;
    struct range stack = {arena_stack_low((int)slot), arena_stack_top((int)slot)};
    if (!is_own && !is_parked)
        return false;
    return find_local(stack, is_own ? (uint64_t)__builtin_frame_address(0) : thread->frame, address,
                      bound);
}

bool bounds_crossed(uint64_t address, size_t size, struct bound *bound)
{
    bool is_known = false;
    if (address >= ARENA_TEXT_ADDRESS && address < control()->image_high)
        is_known = find_fixed(address, bound);
    else if (address >= ARENA_STACKS_ADDRESS && control()->machine.running != NO_THREAD)
        is_known = find_on_stack(address, bound);
    return is_known && size > bound->limit - address;
}
