#include "repl/travel/noting.h"

#include "program/arena.h"

#include <stdio.h>
#include <string.h>

enum { SCOPE_BYTES = 128 };

void noting_begin(struct noting *noting, struct study *study, const struct stop_point_text *point)
{
    *noting = (struct noting){.study = study, .point = point, .outlook = {.mover = NO_THREAD}};
}

static void note_part(struct noting *noting, uint64_t address, uint64_t size)
{
    struct outlook *outlook = &noting->outlook;
    for (uint32_t n = 0; n < outlook->part_count; n++)
        if (address >= outlook->parts[n].low && address + size <= outlook->parts[n].high)
            return;
    if (size == 0 || image_is_readonly(noting->study->image, address))
        return;
    bool goes_on =
        outlook->part_count > 0 && address == outlook->parts[outlook->part_count - 1].high;
    if (size > STEPPER_OUTLOOK_BYTES - noting->bytes ||
        (!goes_on && outlook->part_count == STEPPER_OUTLOOK_PARTS)) {
        outlook->is_open = true;
        return;
    }
    noting->bytes += size;
    if (goes_on)
        outlook->parts[outlook->part_count - 1].high += size;
    else
        outlook->parts[outlook->part_count++] = (struct range){address, address + size};
}

void noting_mover(struct noting *noting, thread_slot slot)
{
    struct outlook *outlook = &noting->outlook;
    outlook->is_open = outlook->is_open || (outlook->mover != NO_THREAD && outlook->mover != slot);
    outlook->mover = slot;
}

/* A name of what lies there is a matter of the calls that its thread is in, or of the blocks there are. */
static void note_place(struct noting *noting, uint64_t address)
{
    if (address >= arena_stack_low(0) && address < arena_stack_top(ARENA_SLOTS - 1))
        noting_mover(noting, (thread_slot)((address - ARENA_STACKS_ADDRESS) / ARENA_SLOT_BYTES));
    else
        noting->outlook.has_heap = true;
}

static bool read_noted(void *context, uint64_t address, void *buffer, size_t size)
{
    struct noting *noting = context;
    bool is_read = stepper_read(noting->study->stepper, address, buffer, size);
    if (is_read)
        note_part(noting, address, size);
    return is_read;
}

static bool name_noted(void *context, uint64_t address, uint64_t bytes, char *text, size_t size)
{
    struct noting *noting = context;
    const struct memory_view view = study_view(noting->study);
    note_place(noting, address);
    return view.name(view.context, address, bytes, text, size);
}

static uint64_t room_noted(void *context, uint64_t address)
{
    struct noting *noting = context;
    const struct memory_view view = study_view(noting->study);
    note_place(noting, address);
    return view.room(view.context, address);
}

static bool state_noted(void *context, uint64_t address, const struct type *type, char *text,
                        size_t size)
{
    struct noting *noting = context;
    struct outlook *outlook = &noting->outlook;
    const struct memory_view view = study_view(noting->study);
    if (outlook->object_count < STEPPER_OUTLOOK_OBJECTS)
        outlook->objects[outlook->object_count++] = address;
    else
        outlook->is_open = true;
    return view.state(view.context, address, type, text, size);
}

static bool block_noted(void *context, uint64_t *address)
{
    struct noting *noting = context;
    const struct memory_view view = study_view(noting->study);
    noting_mover(noting, noting->point->slot);
    return view.thread_block(view.context, address);
}

/* "THREAD::i" is a matter of that thread's calls, "FUNCTION::i" of anybody's. */
static void note_scope(struct noting *noting, const char *name)
{
    char scope[SCOPE_BYTES];
    snprintf(scope, sizeof scope, "%.*s", (int)strcspn(name, ":"), name);
    thread_slot slot = study_find_thread(noting->study, scope);
    if (slot == NO_THREAD)
        noting->outlook.is_open = true;
    else
        noting_mover(noting, slot);
}

/* What is no local variable where it is asked for stays what it is, whoever runs: no call is asked for a
 * name without a scope then. */
static bool local_noted(void *context, const char *name, struct value *value, const char **near)
{
    struct noting *noting = context;
    const struct memory_view view = study_view(noting->study);
    bool is_of_call = noting->point->function[0] != '\0', has_scope = strstr(name, "::") != NULL;
    if (!is_of_call && !has_scope)
        return false;
    if (is_of_call)
        noting_mover(noting, noting->point->slot);
    if (has_scope)
        note_scope(noting, name);
    return view.local(view.context, name, value, near);
}

struct memory_view noting_view(struct noting *noting)
{
    return (struct memory_view){.context = noting,
                                .read = read_noted,
                                .name = name_noted,
                                .room = room_noted,
                                .state = state_noted,
                                .thread_block = block_noted,
                                .local = local_noted};
}
