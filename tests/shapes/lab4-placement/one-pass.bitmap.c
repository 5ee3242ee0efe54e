/*
 * A right solution of another shape: one pass that counts how long the run is so far, no helpers for
 * bits, masks taken from a table, and the figures kept up by looking at every byte.
 */
#include "bitmap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "segment_list.h"

unsigned char *bitmap;
int bitmap_unit;
int bitmap_units;
struct bitmap_block bitmap_blocks[THREADS_MAX];

static const unsigned char masks[8] = {1, 2, 4, 8, 16, 32, 64, 128};

bool bitmap_init(int bytes, int unit)
{
    int units = bytes / unit;
    size_t size = (size_t)(units / 8 + 1);
    char *array = malloc((size_t)bytes);
    unsigned char *bits = malloc(size);
    if (array == NULL || bits == NULL) {
        free(array);
        free(bits);
        return false;
    }
    memory = memset(array, MARK_FREE, (size_t)bytes);
    memory_size = bytes;
    bitmap = memset(bits, 0, size);
    bitmap_unit = unit;
    bitmap_units = units;
    for (int id = 0; id < THREADS_MAX; id++)
        bitmap_blocks[id] = (struct bitmap_block){0, 0};
    return true;
}

void bitmap_destroy(void)
{
    free(memory);
    free(bitmap);
    memory = NULL;
    bitmap = NULL;
    memory_size = bitmap_unit = bitmap_units = 0;
}

int bitmap_allocate(int id, int size)
{
    int64_t wanted = ((int64_t)size + bitmap_unit - 1) / bitmap_unit;
    int run = 0;
    for (int unit = 0; unit < bitmap_units; unit++) {
        run = (bitmap[unit >> 3] & masks[unit & 7]) == 0 ? run + 1 : 0;
        if (run < wanted)
            continue;
        int first = unit - run + 1;
        for (int taken = first; taken <= unit; taken++)
            bitmap[taken >> 3] |= masks[taken & 7];
        bitmap_blocks[id].start = first * bitmap_unit;
        bitmap_blocks[id].size = size;
        return first * bitmap_unit;
    }
    return NO_PLACE;
}

bool bitmap_release(int id)
{
    int start = bitmap_blocks[id].start, end = start + bitmap_blocks[id].size;
    if (start == end)
        return false;
    for (int index = start; index < end; index += bitmap_unit) {
        int unit = index / bitmap_unit;
        bitmap[unit >> 3] ^= masks[unit & 7];
        for (int byte = 0; byte < bitmap_unit; byte++)
            memory[index + byte] = MARK_FREE;
    }
    bitmap_blocks[id] = (struct bitmap_block){0, 0};
    return true;
}

void bitmap_figures(struct tracker_figures *figures)
{
    int run = 0, taken = 0, asked = 0;
    figures->largest_hole = 0;
    for (int byte = 0; byte < bitmap_units * bitmap_unit; byte++) {
        int unit = byte / bitmap_unit;
        bool is_free = (bitmap[unit / 8] & masks[unit % 8]) == 0;
        taken += !is_free;
        run = is_free ? run + 1 : 0;
        if (run > figures->largest_hole)
            figures->largest_hole = run;
    }
    for (int id = 0; id < THREADS_MAX; id++)
        asked += bitmap_blocks[id].size;
    figures->free_bytes = bitmap_units * bitmap_unit - taken;
    figures->lost_bytes = taken - asked;
}
