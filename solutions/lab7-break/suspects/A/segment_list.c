/*
 * Suspect A: a hole that fits exactly is refused, as if each request had to leave a rest.
 *
 * Exposed by: a request as large as the only hole.
 */
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

static struct segment *new_segment(int id, int size, int index, struct segment *next)
{
    struct segment *segment = malloc(sizeof *segment);
    if (segment == NULL)
        return NULL;
    segment->id = id;
    segment->size = size;
    segment->index = index;
    segment->next = next;
    return segment;
}

bool segment_list_init(int bytes)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    segments = new_segment(HOLE, bytes, 0, NULL);
    if (segments == NULL)
        segment_list_destroy();
    return segments != NULL;
}

void segment_list_destroy(void)
{
    while (segments != NULL) {
        struct segment *next = segments->next;
        free(segments);
        segments = next;
    }
    free(memory);
    memory = NULL;
    memory_size = 0;
}

struct segment *segment_list_first_fit(int size)
{
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == HOLE && segment->size > size)
            return segment;
    return NULL;
}

int segment_list_take(struct segment *hole, int id, int size)
{
    if (hole->size > size) {
        struct segment *rest = new_segment(HOLE, hole->size - size, hole->index + size, hole->next);
        if (rest == NULL)
            return NO_PLACE;
        hole->size = size;
        hole->next = rest;
    }
    hole->id = id;
    return hole->index;
}

/* Lets a hole take in the hole after it, if there is one. */
static void merge_with_next(struct segment *hole)
{
    struct segment *next = hole->next;
    if (next == NULL || next->id != HOLE)
        return;
    hole->size += next->size;
    hole->next = next->next;
    free(next);
}

bool segment_list_release(int id)
{
    struct segment *before = NULL;
    struct segment *segment = segments;
    while (segment != NULL && segment->id != id) {
        before = segment;
        segment = segment->next;
    }
    if (segment == NULL)
        return false;

    memset(memory + segment->index, MARK_FREE, (size_t)segment->size);
    segment->id = HOLE;
    merge_with_next(segment);
    if (before != NULL && before->id == HOLE)
        merge_with_next(before);
    return true;
}

void segment_list_dump(int from, int to)
{
    for (int index = from; index < to; index += DUMP_COLUMNS) {
        int length = to - index < DUMP_COLUMNS ? to - index : DUMP_COLUMNS;
        printf("%10d  %.*s\n", index, length, memory + index);
    }
}
