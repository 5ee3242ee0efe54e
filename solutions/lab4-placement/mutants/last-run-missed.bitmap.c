/*
 * Planted bug: the search gives up at the last unit: a run of one unit at the end is never found.
 *
 * Kind of failure: wrong place
 */
#include "bitmap.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"
#include "segment_list.h"

unsigned char *bitmap;
int bitmap_unit;
int bitmap_units;
struct bitmap_block bitmap_blocks[THREADS_MAX];

static bool is_taken(int unit)
{
    return (bitmap[unit / CHAR_BIT] >> unit % CHAR_BIT & 1) != 0;
}

static void set_taken(int unit, bool taken)
{
    int bit = 1 << unit % CHAR_BIT;
    int byte = bitmap[unit / CHAR_BIT];
    bitmap[unit / CHAR_BIT] = (unsigned char)(taken ? byte | bit : byte & ~bit);
}

/* How many units hold `size` bytes; the sum size + bitmap_unit - 1 could be too large for an int. */
static int units_for(int size)
{
    return size / bitmap_unit + (size % bitmap_unit != 0);
}

/* The length of the run of free units that starts at `unit`: 0 when this one is taken. */
static int free_run(int unit)
{
    int length = 0;
    while (unit + length < bitmap_units && !is_taken(unit + length))
        length++;
    return length;
}

/* The first unit of the first free run of `count` units, or NO_PLACE. */
static int find_run(int count)
{
    for (int unit = 0; unit < bitmap_units - 1; unit++) {
        int length = free_run(unit);
        if (length >= count)
            return unit;
        unit += length; /* behind the run stands a taken unit, or none */
    }
    return NO_PLACE;
}

static void set_block(const struct bitmap_block *block, bool taken)
{
    int first = block->start / bitmap_unit;
    for (int unit = first; unit < first + units_for(block->size); unit++)
        set_taken(unit, taken);
}

bool bitmap_init(int bytes, int unit)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    bitmap_unit = unit;
    bitmap_units = bytes / unit;
    bitmap = calloc(((size_t)bitmap_units + CHAR_BIT - 1) / CHAR_BIT, 1);
    memset(bitmap_blocks, 0, sizeof bitmap_blocks);
    if (bitmap == NULL)
        bitmap_destroy();
    return bitmap != NULL;
}

void bitmap_destroy(void)
{
    free(bitmap);
    bitmap = NULL;
    bitmap_unit = 0;
    bitmap_units = 0;
    free(memory);
    memory = NULL;
    memory_size = 0;
}

int bitmap_allocate(int id, int size)
{
    int unit = find_run(units_for(size));
    if (unit == NO_PLACE)
        return NO_PLACE;
    struct bitmap_block *block = &bitmap_blocks[id];
    block->start = unit * bitmap_unit;
    block->size = size;
    set_block(block, true);
    return block->start;
}

bool bitmap_release(int id)
{
    struct bitmap_block *block = &bitmap_blocks[id];
    if (block->size == 0)
        return false;
    set_block(block, false);
    memset(memory + block->start, MARK_FREE, (size_t)(units_for(block->size) * bitmap_unit));
    block->size = 0;
    return true;
}

void bitmap_figures(struct tracker_figures *figures)
{
    *figures = (struct tracker_figures){0, 0, 0};
    for (int unit = 0; unit < bitmap_units; unit++) {
        int length = free_run(unit);
        figures->free_bytes += length * bitmap_unit;
        if (length * bitmap_unit > figures->largest_hole)
            figures->largest_hole = length * bitmap_unit;
        unit += length;
    }
    for (int id = 0; id < THREADS_MAX; id++) {
        int size = bitmap_blocks[id].size;
        if (size > 0)
            figures->lost_bytes += units_for(size) * bitmap_unit - size;
    }
}
