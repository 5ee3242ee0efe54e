#include "posix/leaks.h"

#include <stdlib.h>

#include "program/arena.h"
#include "stepper/child/child.h"
#include "stepper/child/engine.h"
#include "stepper/control.h"

/* The live blocks in the order of their addresses; those that are reached and not looked through yet
 * form a stack of their numbers. */
struct heap_map {
    struct heap_block *blocks;
    bool *is_reached;
    size_t *waiting;
    size_t count, waiting_count;
};

static size_t count_live(void)
{
    struct heap_block block;
    size_t count = 0;
    for (uint64_t offset = 0; heap_next_block(&offset, &block);)
        count += block.freed_pc == 0;
    return count;
}

static void draw_map(struct heap_map *map)
{
    size_t count = count_live(); /* of none, calloc may give NULL */
    struct heap_block block;
    *map = (struct heap_map){.blocks = calloc(count + 1, sizeof *map->blocks),
                             .is_reached = calloc(count + 1, sizeof *map->is_reached),
                             .waiting = calloc(count + 1, sizeof *map->waiting)};
    if (map->blocks == NULL || map->is_reached == NULL || map->waiting == NULL)
        child_give_up();
    for (uint64_t offset = 0; heap_next_block(&offset, &block);)
        if (block.freed_pc == 0)
            map->blocks[map->count++] = block;
}

static void free_map(struct heap_map *map)
{
    free(map->blocks);
    free(map->is_reached);
    free(map->waiting);
}

/* A pointer just behind a block is still one into it. */
static void reach(struct heap_map *map, uint64_t address)
{
    size_t low = 0, high = map->count;
    if (address < ARENA_HEAP_ADDRESS || address >= ARENA_HEAP_ADDRESS + ARENA_HEAP_BYTES)
        return;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (map->blocks[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || map->is_reached[low - 1] ||
        address > map->blocks[low - 1].address + map->blocks[low - 1].bytes)
        return;
    map->is_reached[low - 1] = true;
    map->waiting[map->waiting_count++] = low - 1;
}

__attribute__((no_sanitize("address"))) static void look_through(struct heap_map *map,
                                                                 uint64_t address, uint64_t bytes)
{
    const uint64_t *word = (const uint64_t *)((address + 7) / 8 * 8);
    for (; (uint64_t)(word + 1) <= address + bytes; word++)
        reach(map, *word);
}

static void look_through_stacks(struct heap_map *map)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    const struct machine *machine = &control->machine;
    for (int slot = 0; slot < (int)machine->thread_count; slot++) {
        const struct thread *thread = &machine->threads[slot];
        uint64_t top = arena_stack_top(slot);
        bool has_stack = thread->phase == PHASE_PARKED || thread->phase == PHASE_CRASHED;
        if (has_stack && thread->frame != 0)
            look_through(map, thread->frame, top - thread->frame);
    }
    look_through(map, control->arena.data_address, control->arena.data_bytes);
}

bool leaks_find(struct heap_block *leak)
{
    struct heap_map map;
    bool is_found = false;
    if (engine_machine()->heap.live_blocks == 0)
        return false;
    draw_map(&map);
    for (size_t index = 0; index < map.count; index++)
        if (map.blocks[index].allocated_pc == 0)
            reach(&map, map.blocks[index].address);
    look_through_stacks(&map);
    while (map.waiting_count > 0) {
        const struct heap_block *block = &map.blocks[map.waiting[--map.waiting_count]];
        look_through(&map, block->address, block->bytes);
    }
    for (size_t index = 0; index < map.count && !is_found; index++)
        if (!map.is_reached[index]) {
            *leak = map.blocks[index];
            is_found = true;
        }
    free_map(&map);
    return is_found;
}
