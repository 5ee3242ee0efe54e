/*
 * Placement as a table of four searches through the segment list, one row for each.
 *
 * Next fit remembers a byte of memory, not a node: nodes come and go as holes are split and merged,
 * but each byte is always in exactly one segment. The search starts at the segment that holds the
 * byte; so when a hole has grown over it, that whole hole is tried first.
 */
#include "placement.h"

#include <stddef.h>

enum placement placement = PLACEMENT_FIRST;

/* Where next fit goes on: the byte behind the last grant. memory_size, behind the last byte, counts
   as 0. Only next fit moves it. */
static int rover;

static bool fits(const struct segment *segment, int size)
{
    return segment->id == HOLE && segment->size >= size;
}

static struct segment *first_fit(int size)
{
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size))
            return segment;
    return NULL;
}

static struct segment *next_fit(int size)
{
    struct segment *found = NULL;
    for (struct segment *segment = segments; segment != NULL && found == NULL;
         segment = segment->next)
        if (segment->index + segment->size > rover && fits(segment, size))
            found = segment;
    if (found == NULL)
        found = first_fit(size);
    if (found != NULL)
        rover = found->index + size;
    return found;
}

static struct segment *best_fit(int size)
{
    struct segment *best = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (best == NULL || segment->size < best->size))
            best = segment;
    return best;
}

static struct segment *worst_fit(int size)
{
    struct segment *worst = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (worst == NULL || segment->size > worst->size))
            worst = segment;
    return worst;
}

static const struct {
    const char *name;
    struct segment *(*find)(int size);
} placements[] = {
    [PLACEMENT_FIRST] = {"first", first_fit},
    [PLACEMENT_NEXT] = {"next", next_fit},
    [PLACEMENT_BEST] = {"best", best_fit},
    [PLACEMENT_WORST] = {"worst", worst_fit},
};

_Static_assert(sizeof placements / sizeof placements[0] == PLACEMENT_COUNT,
               "every placement has a row");

void placement_restart(void)
{
    rover = 0;
}

struct segment *placement_find(int size)
{
    return placements[placement].find(size);
}

const char *placement_name(enum placement which)
{
    return placements[which].name;
}
