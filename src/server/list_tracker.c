/*
 * What of the segment list is no exercise: a request with the placement in use, the check of the
 * invariants, and the list as a tracker.
 */
#include "segment_list.h"

#include <stddef.h>

#include "marks.h"
#include "placement.h"
#include "tracker.h"

int segment_list_allocate(int id, int size)
{
    struct segment *hole = placement_find(size);
    return hole == NULL ? NO_PLACE : segment_list_take(hole, id, size);
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

static bool init(int bytes, int unit)
{
    placement_restart();
    return unit == 1 && segment_list_init(bytes);
}

/* A segment is as large as its thread asked for: nothing is lost. */
static void measure(struct tracker_figures *figures)
{
    *figures = (struct tracker_figures){0, 0, 0};
    for (const struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id != HOLE)
            continue;
        figures->free_bytes += segment->size;
        if (segment->size > figures->largest_hole)
            figures->largest_hole = segment->size;
    }
}

const struct tracker list_tracker = {
    .name = "list",
    .init = init,
    .destroy = segment_list_destroy,
    .allocate = segment_list_allocate,
    .release = segment_list_release,
    .figures = measure,
    .check = segment_list_check,
};
