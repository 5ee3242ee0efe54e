/*
 * What of the bitmap is no exercise: the check of its invariants, and the bitmap as a tracker.
 */
#include "bitmap.h"

#include <limits.h>
#include <stddef.h>

#include "segment_list.h"

static bool is_set(int bit)
{
    return (bitmap[bit / CHAR_BIT] >> bit % CHAR_BIT & 1) != 0;
}

/* The owner of a unit, or HOLE. */
static int owner_of(int unit)
{
    for (int id = 0; id < THREADS_MAX; id++) {
        const struct bitmap_block *block = &bitmap_blocks[id];
        int first = block->start / bitmap_unit;
        int last = first + (block->size - 1) / bitmap_unit;
        if (block->size > 0 && unit >= first && unit <= last)
            return id;
    }
    return HOLE;
}

static const char *check_blocks(void)
{
    for (int id = 0; id < THREADS_MAX; id++) {
        const struct bitmap_block *block = &bitmap_blocks[id];
        if (block->size < 0)
            return "a block has less than no bytes";
        if (block->size == 0)
            continue;
        if (block->start < 0 || block->start % bitmap_unit != 0)
            return "a block does not start with a unit";
        if (block->size > bitmap_units * bitmap_unit - block->start)
            return "a block reaches beyond the last unit";
        for (int unit = block->start; unit < block->start + block->size; unit += bitmap_unit)
            if (owner_of(unit / bitmap_unit) != id)
                return "two blocks share a unit";
    }
    return NULL;
}

const char *bitmap_check(void)
{
    if (bitmap_unit < 1 || bitmap_unit > BITMAP_UNIT_MAX)
        return "the unit is none";
    if (bitmap_units != memory_size / bitmap_unit)
        return "there are not as many units as the memory has room for";
    const char *fault = check_blocks();
    if (fault != NULL)
        return fault;
    for (int unit = 0; unit < bitmap_units; unit++)
        if (is_set(unit) != (owner_of(unit) != HOLE))
            return "a unit is taken and nobody's, or free and somebody's";
    for (int bit = bitmap_units; bit % CHAR_BIT != 0; bit++)
        if (is_set(bit))
            return "a bit behind the last unit is set";
    return NULL;
}

const struct tracker bitmap_tracker = {
    .name = "bitmap",
    .init = bitmap_init,
    .destroy = bitmap_destroy,
    .allocate = bitmap_allocate,
    .release = bitmap_release,
    .figures = bitmap_figures,
    .check = bitmap_check,
};
