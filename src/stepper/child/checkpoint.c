#include "stepper/child/checkpoint.h"

#include <stdlib.h>

#include "stepper/stacks/sanitizer.h"

/* Pieces are copied by the word. */
static size_t words_round(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

/* The pieces of memory that make up a state. Everything that decides their number and size stands
 * in the machine, so that restoring the machine first tells where the rest goes. */
typedef void visit_piece(void *memory, size_t bytes, char **copy);

static void visit_machine(struct machine *machine, visit_piece *visit, char **copy)
{
    visit(machine, words_round(offsetof(struct machine, threads)), copy);
    visit(machine->threads, machine->thread_count * sizeof *machine->threads, copy);
    visit(machine->objects, machine->object_count * sizeof *machine->objects, copy);
}

static bool has_stack(const struct thread *thread)
{
    return thread->phase == PHASE_PARKED || thread->phase == PHASE_MIDSTEP;
}

static void visit_memory(const struct machine *machine, const struct arena *arena,
                         visit_piece *visit, char **copy)
{
    visit((void *)arena->data_address, arena->data_bytes, copy);
    visit((void *)ARENA_HEAP_ADDRESS, words_round(machine->heap.top), copy);
    visit((void *)ARENA_SHADOW_ADDRESS, words_round(machine->heap.top), copy);
    visit((void *)ARENA_PAGES_ADDRESS, machine->pages.top, copy);
    for (int slot = 0; slot < (int)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        if (has_stack(thread))
            visit((void *)thread->stack_pointer, arena_stack_top(slot) - thread->stack_pointer,
                  copy);
    }
}

static void save(void *memory, size_t bytes, char **copy)
{
    sanitizer_copy(*copy, memory, bytes);
    *copy += bytes;
}

static void load(void *memory, size_t bytes, char **copy)
{
    sanitizer_copy(memory, *copy, bytes);
    *copy += bytes;
}

static size_t state_bytes(const struct machine *machine, const struct arena *arena)
{
    size_t bytes = words_round(offsetof(struct machine, threads)) +
                   machine->thread_count * sizeof *machine->threads +
                   machine->object_count * sizeof *machine->objects + arena->data_bytes +
                   2 * words_round(machine->heap.top) + machine->pages.top;
    for (int slot = 0; slot < (int)machine->thread_count; slot++)
        if (has_stack(&machine->threads[slot]))
            bytes += arena_stack_top(slot) - machine->threads[slot].stack_pointer;
    return bytes;
}

static void remove_at(struct checkpoints *checkpoints, size_t index)
{
    checkpoints->bytes -= checkpoints->items[index].bytes;
    free(checkpoints->items[index].copy);
    checkpoints->count--;
    for (size_t later = index; later < checkpoints->count; later++)
        checkpoints->items[later] = checkpoints->items[later + 1];
}

static void thin_out(struct checkpoints *checkpoints)
{
    for (size_t index = 1; index < checkpoints->count; index++)
        remove_at(checkpoints, index);
    checkpoints->distance *= 2;
}

bool checkpoint_is_due(const struct checkpoints *checkpoints, const struct machine *machine)
{
    return checkpoints->count > 0 &&
           machine->position >=
               checkpoints->items[checkpoints->count - 1].position + checkpoints->distance;
}

bool checkpoint_take(struct checkpoints *checkpoints, const struct arena *arena,
                     const struct machine *machine)
{
    size_t bytes = state_bytes(machine, arena);
    while (checkpoints->count > 1 && (checkpoints->count == CHECKPOINT_MOST ||
                                      checkpoints->bytes + bytes > CHECKPOINT_BYTES_MOST))
        thin_out(checkpoints);
    if (checkpoints->distance == 0)
        checkpoints->distance = CHECKPOINT_FIRST_DISTANCE;
    char *copy = malloc(bytes);
    if (copy == NULL)
        return checkpoints->count > 0;
    checkpoints->items[checkpoints->count++] = (struct checkpoint){
        .position = machine->position, .step = machine->step, .bytes = bytes, .copy = copy};
    checkpoints->bytes += bytes;
    visit_machine((struct machine *)machine, save, &copy);
    visit_memory(machine, arena, save, &copy);
    return true;
}

void checkpoint_begin(struct checkpoints *checkpoints, const struct arena *arena,
                      const struct machine *machine)
{
    struct checkpoints fresh = {0};
    if (!checkpoint_take(&fresh, arena, machine))
        return;
    checkpoint_drop_all(checkpoints);
    *checkpoints = fresh;
}

/* Heap bytes handed out after the checkpoint become nothing again. */
static void forget_heap_above(uint64_t top, uint64_t old_top)
{
    uint64_t *shadow = (uint64_t *)(ARENA_SHADOW_ADDRESS + words_round(top));
    const uint64_t *end = (uint64_t *)(ARENA_SHADOW_ADDRESS + words_round(old_top));
    while (shadow < end)
        *shadow++ = 0;
}

uint64_t checkpoint_nearest(const struct checkpoints *checkpoints, uint64_t position)
{
    size_t index = checkpoints->count - 1;
    while (index > 0 && checkpoints->items[index].position > position)
        index--;
    return checkpoints->items[index].position;
}

void checkpoint_restore(const struct checkpoints *checkpoints, const struct arena *arena,
                        struct machine *machine, uint64_t position, uint64_t step)
{
    size_t index = checkpoints->count - 1;
    while (index > 0 &&
           (checkpoints->items[index].position > position || checkpoints->items[index].step > step))
        index--;
    char *copy = checkpoints->items[index].copy;
    uint64_t old_top = machine->heap.top;
    load(machine, words_round(offsetof(struct machine, threads)), &copy);
    load(machine->threads, machine->thread_count * sizeof *machine->threads, &copy);
    load(machine->objects, machine->object_count * sizeof *machine->objects, &copy);
    visit_memory(machine, arena, load, &copy);
    forget_heap_above(machine->heap.top, old_top);
}

void checkpoint_cut(struct checkpoints *checkpoints, uint64_t position)
{
    while (checkpoints->count > 1 && checkpoints->items[checkpoints->count - 1].position > position)
        remove_at(checkpoints, checkpoints->count - 1);
}

void checkpoint_drop_all(struct checkpoints *checkpoints)
{
    while (checkpoints->count > 0)
        remove_at(checkpoints, checkpoints->count - 1);
}
