/*
 * The other right program: a segment is put in front of what is left of its hole, and the whole list
 * is merged after each release.
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
    memory = malloc((size_t)bytes);
    segments = malloc(sizeof *segments);
    if (memory == NULL || segments == NULL) {
        free(memory);
        free(segments);
        memory = NULL;
        segments = NULL;
        return false;
    }
    *segments = (struct segment){HOLE, bytes, 0, NULL};
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;
    return true;
}

void segment_list_destroy(void)
{
    for (struct segment *segment = segments, *next; segment != NULL; segment = next) {
        next = segment->next;
        free(segment);
    }
    segments = NULL;
    free(memory);
    memory = NULL;
    memory_size = 0;
}

static bool is_large_hole(const struct segment *segment, int size)
{
    return segment->id == HOLE && segment->size >= size;
}

struct segment *segment_list_first_fit(int size)
{
    struct segment *segment = segments;
    while (segment != NULL && !is_large_hole(segment, size))
        segment = segment->next;
    return segment;
}

int segment_list_take(struct segment *hole, int id, int size)
{
    struct segment **link = &segments;
    if (hole->size == size) {
        hole->id = id;
        return hole->index;
    }
    struct segment *segment = malloc(sizeof *segment);
    if (segment == NULL)
        return NO_PLACE;
    while (*link != hole)
        link = &(*link)->next;
    *segment = (struct segment){id, size, hole->index, hole};
    *link = segment;
    hole->index += size;
    hole->size -= size;
    return segment->index;
}

static void merge_holes(void)
{
    struct segment *segment = segments;
    while (segment->next != NULL) {
        struct segment *next = segment->next;
        if (segment->id != HOLE || next->id != HOLE) {
            segment = next;
            continue;
        }
        segment->size += next->size;
        segment->next = next->next;
        free(next);
    }
}

bool segment_list_release(int id)
{
    for (struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id != id)
            continue;
        segment->id = HOLE;
        for (int index = 0; index < segment->size; index++)
            memory[segment->index + index] = MARK_FREE;
        merge_holes();
        return true;
    }
    return false;
}

void segment_list_dump(int from, int to)
{
    for (int index = from; index < to; index++) {
        int column = (index - from) % DUMP_COLUMNS;
        if (column == 0)
            printf("%10d  ", index);
        putchar(memory[index]);
        if (column == DUMP_COLUMNS - 1 || index == to - 1)
            putchar('\n');
    }
}
