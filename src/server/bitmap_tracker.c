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

static int first_unit(const struct bitmap_block *block)
{
    return block->start / bitmap_unit;
}

static int units_of(const struct bitmap_block *block)
{
    return block->size == 0 ? 0 : (block->size - 1) / bitmap_unit + 1;
}

static bool share_a_unit(const struct bitmap_block *one, const struct bitmap_block *other)
{
    return units_of(one) > 0 && units_of(other) > 0 &&
           first_unit(one) < first_unit(other) + units_of(other) &&
           first_unit(other) < first_unit(one) + units_of(one);
}

static const char *check_block(int id)
{
    const struct bitmap_block *block = &bitmap_blocks[id];
    if (block->size < 0)
        return "a block has less than no bytes";
    if (block->size == 0)
        return NULL;
    if (block->start < 0 || block->start % bitmap_unit != 0)
        return "a block does not start with a unit";
    if (block->size > bitmap_units * bitmap_unit - block->start)
        return "a block reaches beyond the last unit";
    for (int other = 0; other < id; other++)
        if (share_a_unit(block, &bitmap_blocks[other]))
            return "two blocks share a unit";
    for (int unit = first_unit(block); unit < first_unit(block) + units_of(block); unit++)
        if (!is_set(unit))
            return "a unit of a block is free";
    return NULL;
}

/* As many bits are set as the blocks have units, and all of theirs are: no other unit is taken. */
const char *bitmap_check(void)
{
    if (bitmap_unit < 1 || bitmap_unit > BITMAP_UNIT_MAX)
        return "the unit is none";
    if (bitmap_units != memory_size / bitmap_unit)
        return "there are not as many units as the memory has room for";
    int left = 0;
    for (int id = 0; id < THREADS_MAX; id++) {
        const char *fault = check_block(id);
        if (fault != NULL)
            return fault;
        left += units_of(&bitmap_blocks[id]);
    }
    for (int unit = 0; unit < bitmap_units; unit++)
        left -= is_set(unit);
    if (left != 0)
        return "a unit is taken and nobody's";
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
