/*
 * A right solution of another shape: a split makes a node for what is granted, in front of the hole
 * that goes on as the rest; and a release walks the whole list once more to merge.
 */
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

static struct segment *find_owner(int id)
{
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == id)
            return segment;
    return NULL;
}

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
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;
    segments->id = HOLE;
    segments->size = bytes;
    segments->index = 0;
    segments->next = NULL;
    return true;
}

void segment_list_destroy(void)
{
    struct segment *rest;
    for (; segments != NULL; segments = rest) {
        rest = segments->next;
        free(segments);
    }
    free(memory);
    memory = NULL;
    memory_size = 0;
}

struct segment *segment_list_first_fit(int size)
{
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == HOLE && segment->size >= size)
            return segment;
    return NULL;
}

int segment_list_take(struct segment *hole, int id, int size)
{
    int index = hole->index;
    if (size == hole->size) {
        hole->id = id;
        return index;
    }
    struct segment *granted = malloc(sizeof *granted);
    if (granted == NULL)
        return NO_PLACE;
    *granted = (struct segment){.id = id, .size = size, .index = index, .next = hole};
    struct segment **place = &segments;
    while (*place != hole)
        place = &(*place)->next;
    *place = granted;
    hole->size -= size;
    hole->index += size;
    return index;
}

static void merge_all(void)
{
    struct segment *segment = segments;
    while (segment->next != NULL) {
        struct segment *next = segment->next;
        if (segment->id == HOLE && next->id == HOLE) {
            segment->size += next->size;
            segment->next = next->next;
            free(next);
        } else {
            segment = next;
        }
    }
}

bool segment_list_release(int id)
{
    struct segment *segment = find_owner(id);
    if (segment == NULL)
        return false;
    segment->id = HOLE;
    merge_all();
    for (segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == HOLE)
            memset(memory + segment->index, MARK_FREE, (size_t)segment->size);
    return true;
}

void segment_list_dump(int from, int to)
{
    char line[DUMP_COLUMNS + 1];
    while (from < to) {
        int length = to - from;
        if (length > DUMP_COLUMNS)
            length = DUMP_COLUMNS;
        memcpy(line, memory + from, (size_t)length);
        line[length] = '\0';
        printf("%10d  %s\n", from, line);
        from += length;
    }
}
