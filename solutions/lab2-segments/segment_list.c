/*
 * The segment list as a singly linked list in address order.
 *
 * A request is granted by splitting a hole, a segment is released by turning it into a hole and
 * merging it with its neighbours. Both keep the order, so neighbours in the list are neighbours in
 * memory, and merging looks no further than one node to either side. Finding the segment of a
 * thread takes a walk; where a request goes is decided in placement.c.
 */
#include "segment_list.h"

#include <stdlib.h>
#include <string.h>

#include "marks.h"
#include "placement.h"

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
    segments = new_segment(HOLE, bytes, 0, NULL);
    if (memory == NULL || segments == NULL) {
        segment_list_destroy();
        return false;
    }
    memory_size = bytes;
    memset(memory, MARK_FREE, (size_t)bytes);
    placement_restart();
    return true;
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

int segment_list_allocate(int id, int size)
{
    struct segment *hole = placement_find(size);
    if (hole == NULL)
        return NO_PLACE;
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

/* True when each byte of the segment is free or its owner's: of a hole, free. */
static bool shows_owner(const struct segment *segment)
{
    char mark = segment->id == HOLE ? MARK_FREE : thread_mark(segment->id);
    for (int i = segment->index; i < segment->index + segment->size; i++)
        if (memory[i] != mark && memory[i] != MARK_FREE)
            return false;
    return true;
}

const char *segment_list_check(void)
{
    int end = 0;
    bool after_hole = false;
    for (const struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id < HOLE || segment->id >= THREADS_MAX)
            return "a segment belongs to no thread";
        if (segment->size <= 0)
            return "a segment is empty";
        if (segment->index != end)
            return "a segment does not start where the one before it ends";
        if (segment->size > memory_size - end)
            return "a segment reaches beyond the memory";
        if (segment->id == HOLE && after_hole)
            return "two holes are neighbours";
        if (!shows_owner(segment))
            return "the array shows another owner than the list";
        end += segment->size;
        after_hole = segment->id == HOLE;
    }
    return end == memory_size ? NULL : "the sizes do not sum to the size of the memory";
}
