/*
 * A right solution of another shape: doubly linked, in a struct that begins with struct segment, so
 * that a hole finds both its neighbours without a walk.
 */
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

struct link {
    struct segment segment; /* first, so that a pointer to one is a pointer to the other */
    struct link *before;
};

static struct link *link_of(struct segment *segment)
{
    return (struct link *)segment;
}

static struct segment *insert(struct segment *before, int size, int index)
{
    struct link *link = calloc(1, sizeof *link);
    if (link == NULL)
        return NULL;
    link->segment = (struct segment){HOLE, size, index, before == NULL ? segments : before->next};
    link->before = link_of(before);
    if (before == NULL)
        segments = &link->segment;
    else
        before->next = &link->segment;
    if (link->segment.next != NULL)
        link_of(link->segment.next)->before = link;
    return &link->segment;
}

static void take_out(struct segment *segment)
{
    struct link *before = link_of(segment)->before;
    if (before == NULL)
        segments = segment->next;
    else
        before->segment.next = segment->next;
    if (segment->next != NULL)
        link_of(segment->next)->before = before;
    free(segment);
}

bool segment_list_init(int bytes)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;
    segments = NULL;
    if (insert(NULL, bytes, 0) != NULL)
        return true;
    segment_list_destroy();
    return false;
}

void segment_list_destroy(void)
{
    while (segments != NULL)
        take_out(segments);
    free(memory);
    memory = NULL;
    memory_size = 0;
}

struct segment *segment_list_first_fit(int size)
{
    struct segment *segment = segments;
    while (segment != NULL && (segment->id != HOLE || segment->size < size))
        segment = segment->next;
    return segment;
}

int segment_list_take(struct segment *hole, int id, int size)
{
    int left = hole->size - size;
    if (left > 0 && insert(hole, left, hole->index + size) == NULL)
        return NO_PLACE;
    hole->id = id;
    hole->size = size;
    return hole->index;
}

bool segment_list_release(int id)
{
    struct segment *segment = segments;
    while (segment != NULL && segment->id != id)
        segment = segment->next;
    if (segment == NULL)
        return false;
    for (int index = 0; index < segment->size; index++)
        memory[segment->index + index] = MARK_FREE;
    segment->id = HOLE;

    struct link *before = link_of(segment)->before;
    if (before != NULL && before->segment.id == HOLE) {
        before->segment.size += segment->size;
        take_out(segment);
        segment = &before->segment;
    }
    if (segment->next != NULL && segment->next->id == HOLE) {
        segment->size += segment->next->size;
        take_out(segment->next);
    }
    return true;
}

void segment_list_dump(int from, int to)
{
    for (int index = from; index < to; index++) {
        bool is_first = (index - from) % DUMP_COLUMNS == 0;
        bool is_last = index + 1 == to || (index + 1 - from) % DUMP_COLUMNS == 0;
        if (is_first)
            printf("%10d  ", index);
        putchar(memory[index]);
        if (is_last)
            putchar('\n');
    }
}
