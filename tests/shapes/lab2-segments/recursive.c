/*
 * A right solution of another shape: recursive, and through pointers to pointers: a list is a node
 * and a list.
 */
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

bool segment_list_init(int bytes)
{
    char *array = malloc((size_t)bytes);
    struct segment *whole = malloc(sizeof *whole);
    if (array == NULL || whole == NULL) {
        free(array);
        free(whole);
        return false;
    }
    *whole = (struct segment){HOLE, bytes, 0, NULL};
    memory = memset(array, MARK_FREE, (size_t)bytes);
    memory_size = bytes;
    segments = whole;
    return true;
}

static void free_from(struct segment *segment)
{
    if (segment != NULL) {
        free_from(segment->next);
        free(segment);
    }
}

void segment_list_destroy(void)
{
    free_from(segments);
    free(memory);
    segments = NULL;
    memory = NULL;
    memory_size = 0;
}

static struct segment *fit_from(struct segment *segment, int size)
{
    if (segment == NULL || (segment->id == HOLE && size <= segment->size))
        return segment;
    return fit_from(segment->next, size);
}

struct segment *segment_list_first_fit(int size)
{
    return fit_from(segments, size);
}

int segment_list_take(struct segment *hole, int id, int size)
{
    if (hole->size == size) {
        hole->id = id;
        return hole->index;
    }
    struct segment *rest = malloc(sizeof *rest);
    if (rest == NULL)
        return NO_PLACE;
    *rest = *hole;
    rest->index += size;
    rest->size -= size;
    *hole = (struct segment){id, size, hole->index, rest};
    return hole->index;
}

/* Merges every hole that has a hole behind it. */
static void merge_from(struct segment **place)
{
    struct segment *segment = *place;
    if (segment == NULL)
        return;
    merge_from(&segment->next);
    struct segment *next = segment->next;
    if (segment->id != HOLE || next == NULL || next->id != HOLE)
        return;
    next->index = segment->index;
    next->size += segment->size;
    *place = next;
    free(segment);
}

static bool release_from(struct segment *segment, int id)
{
    if (segment == NULL)
        return false;
    if (segment->id != id)
        return release_from(segment->next, id);
    segment->id = HOLE;
    memset(&memory[segment->index], MARK_FREE, (size_t)segment->size);
    return true;
}

bool segment_list_release(int id)
{
    if (!release_from(segments, id))
        return false;
    merge_from(&segments);
    return true;
}

void segment_list_dump(int from, int to)
{
    if (from >= to)
        return;
    int end = from + DUMP_COLUMNS < to ? from + DUMP_COLUMNS : to;
    printf("%10d  ", from);
    fwrite(memory + from, 1, (size_t)(end - from), stdout);
    printf("\n");
    segment_list_dump(end, to);
}
