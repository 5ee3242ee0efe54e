#include "repl/study/blocks.h"

#include "program/arena.h"
#include "repl/study/study.h"

#include <stdlib.h>

void blocks_forget(struct blocks *blocks)
{
    blocks->is_read = false;
    blocks->count = 0;
}

void blocks_close(struct blocks *blocks)
{
    free(blocks->all);
    *blocks = (struct blocks){0};
}

static bool enter(struct blocks *blocks, const struct heap_block *block)
{
    if (blocks->count == blocks->room) {
        size_t room = blocks->room == 0 ? 256 : 2 * blocks->room;
        struct heap_block *larger = realloc(blocks->all, room * sizeof *larger);
        if (larger == NULL)
            return false;
        blocks->all = larger;
        blocks->room = room;
    }
    blocks->all[blocks->count++] = *block;
    return true;
}

/* Those that were read; NULL where nobody wants that, or there is no memory for it. */
static const struct blocks *known(const struct study *study)
{
    struct blocks *blocks = study->blocks;
    struct heap_block block;
    uint64_t offset = 0;
    if (blocks == NULL || blocks->is_read)
        return blocks;
    blocks->count = 0;
    while (heap_read_block(study->stepper, &offset, &block))
        if (!enter(blocks, &block))
            return NULL;
    blocks->is_read = true;
    return blocks;
}

/* The last that begins at the address or before it. */
static bool find(const struct blocks *blocks, uint64_t address, struct heap_block *block)
{
    size_t low = 0, high = blocks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (blocks->all[middle].address <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        *block = blocks->all[low - 1];
    return low > 0;
}

bool blocks_at(const struct study *study, uint64_t address, struct heap_block *block)
{
    if (address < ARENA_HEAP_ADDRESS || address >= ARENA_HEAP_ADDRESS + ARENA_HEAP_BYTES)
        return false;
    const struct blocks *blocks = known(study);
    bool is_found = blocks != NULL ? find(blocks, address, block)
                                   : heap_block_at(study->stepper, address, block);
    return is_found && address <= block->address + block->bytes;
}

uint64_t blocks_alike(const struct study *study, const struct heap_block *block, uint64_t last)
{
    const struct blocks *blocks = known(study);
    uint64_t count = 0;
    if (blocks == NULL)
        return heap_count_alike(study->stepper, block, last);
    for (size_t n = 0; n < blocks->count && blocks->all[n].address <= last; n++)
        count += blocks->all[n].allocated_pc == block->allocated_pc &&
                 blocks->all[n].bytes == block->bytes;
    return count;
}
