#include "stepper/stacks/locals.h"

#include <string.h>

#include "stepper/stacks/sanitizer.h"

enum { STACK_ALIGNMENT = 16 };

static uint64_t align_down(uint64_t address, uint64_t alignment)
{
    return alignment > 1 ? address / alignment * alignment : address;
}

uint64_t *locals_values(thread_slot slot)
{
    return (uint64_t *)arena_stack_top(slot) - MACHINE_KEYS;
}

uint64_t locals_variables(const struct control *control, thread_slot slot)
{
    const struct thread_template *variables = &control->thread_variables;
    return align_down((uint64_t)locals_values(slot) - variables->size, variables->alignment);
}

uint64_t locals_bottom(const struct control *control, thread_slot slot)
{
    return align_down(locals_variables(control, slot), STACK_ALIGNMENT);
}

/* As it is in a child that has just begun. */
static void wipe_stack(struct control *control, thread_slot slot)
{
    uint64_t bottom = locals_bottom(control, slot), end = arena_stack_low(slot);
    uint64_t low = control->stack_low[slot] < end ? end : control->stack_low[slot];
    bool was_used = control->stack_low[slot] != 0;
    sanitizer_forget(end, ARENA_SLOT_BYTES - ARENA_GUARD_BYTES);
    if (was_used && low < bottom)
        memset((void *)low, 0, bottom - low);
    control->stack_low[slot] = bottom;
}

void locals_prepare(struct control *control, thread_slot slot)
{
    wipe_stack(control, slot);
    const struct thread_template *variables = &control->thread_variables;
    char *block = (char *)locals_variables(control, slot);
    memset(locals_values(slot), 0, MACHINE_KEYS * sizeof(uint64_t));
    if (variables->file_size > 0)
        memcpy(block, (const void *)variables->address, variables->file_size);
    memset(block + variables->file_size, 0, variables->size - variables->file_size);
}
