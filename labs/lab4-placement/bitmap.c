/*
 * Lab 4: the bitmap. Read README.md here and src/server/bitmap.h, which says what each function
 * promises. Then fill in the bodies below.
 *
 * As it stands the file compiles, and there is an array but no bitmap: nothing can be granted.
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

bool bitmap_init(int bytes, int unit)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    /*
     * Write here: a bitmap of as many units as the array has room for, all of them free, and no
     * blocks. How many bytes has the bitmap? When there is no memory for it, keep nothing and
     * return false.
     */
    (void)unit;
    return true;
}

void bitmap_destroy(void)
{
    /* Write here: free the bitmap. Which three variables tell that there is none? */
    free(memory);
    memory = NULL;
    memory_size = 0;
}

int bitmap_allocate(int id, int size)
{
    /*
     * Write here: how many units hold size bytes? Look for the first run of so many free units,
     * take them, and note in bitmap_blocks where the block starts and how large it is.
     */
    (void)id;
    (void)size;
    return NO_PLACE;
}

bool bitmap_release(int id)
{
    /*
     * Write here: free the units of the thread's block, set all of their bytes to MARK_FREE, and
     * note that it owns nothing. Return false when it owns nothing as it is.
     */
    (void)id;
    return false;
}

void bitmap_figures(struct tracker_figures *figures)
{
    /*
     * Write here: count the free bytes, find the longest run, and add up for each block how many
     * bytes its units have beyond its size.
     */
    (void)figures;
}
