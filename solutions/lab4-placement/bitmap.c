// BEGIN SOLUTION
//| /*
//|  * Lab 4: the bitmap. Read README.md here and src/server/bitmap.h, which says what each function
//|  * promises. Then fill in the bodies below.
//|  *
//|  * As it stands the file compiles, and there is an array but no bitmap: nothing can be granted.
//|  */
/*
 * The bitmap with one function for one bit each way, and everything else in terms of runs of units.
 *
 * No run is ever merged: a unit that is freed next to a free one makes a longer run by itself. What
 * it costs is the search, which looks at every unit, and the bytes of the last unit of each block.
 */
// END SOLUTION
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

// BEGIN SOLUTION
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
    for (int unit = 0; unit < bitmap_units; unit++) {
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

// END SOLUTION
bool bitmap_init(int bytes, int unit)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    // BEGIN SOLUTION
    //| /*
    //|  * Write here: a bitmap of as many units as the array has room for, all of them free, and no
    //|  * blocks. How many bytes has the bitmap? When there is no memory for it, keep nothing and
    //|  * return false.
    //|  */
    //| (void)unit;
    //| return true;
    bitmap_unit = unit;
    bitmap_units = bytes / unit;
    bitmap = calloc(((size_t)bitmap_units + CHAR_BIT - 1) / CHAR_BIT, 1);
    memset(bitmap_blocks, 0, sizeof bitmap_blocks);
    if (bitmap == NULL)
        bitmap_destroy();
    return bitmap != NULL;
    // END SOLUTION
}

void bitmap_destroy(void)
{
    // BEGIN SOLUTION
    //| /* Write here: free the bitmap. Which three variables tell that there is none? */
    free(bitmap);
    bitmap = NULL;
    bitmap_unit = 0;
    bitmap_units = 0;
    // END SOLUTION
    free(memory);
    memory = NULL;
    memory_size = 0;
}

int bitmap_allocate(int id, int size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: how many units hold size bytes? Look for the first run of so many free units,
    //|  * take them, and note in bitmap_blocks where the block starts and how large it is.
    //|  */
    //| (void)id;
    //| (void)size;
    //| return NO_PLACE;
    int unit = find_run(units_for(size));
    if (unit == NO_PLACE)
        return NO_PLACE;
    struct bitmap_block *block = &bitmap_blocks[id];
    block->start = unit * bitmap_unit;
    block->size = size;
    set_block(block, true);
    return block->start;
    // END SOLUTION
}

bool bitmap_release(int id)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: free the units of the thread's block, set all of their bytes to MARK_FREE, and
    //|  * note that it owns nothing. Return false when it owns nothing as it is.
    //|  */
    //| (void)id;
    //| return false;
    struct bitmap_block *block = &bitmap_blocks[id];
    if (block->size == 0)
        return false;
    set_block(block, false);
    memset(memory + block->start, MARK_FREE, (size_t)(units_for(block->size) * bitmap_unit));
    block->size = 0;
    return true;
    // END SOLUTION
}

void bitmap_figures(struct tracker_figures *figures)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: count the free bytes, find the longest run, and add up for each block how many
    //|  * bytes its units have beyond its size.
    //|  */
    //| (void)figures;
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
    // END SOLUTION
}
