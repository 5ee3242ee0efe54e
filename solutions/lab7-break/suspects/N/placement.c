/*
 * Suspect N: next fit does not come round: behind the last grant there is nothing for it.
 *
 * Exposed by: with next fit, the array granted to its end, a segment given back at its beginning, and a request.
 */
#include "placement.h"

#include <stdbool.h>
#include <stddef.h>

/* Where next fit goes on: the byte behind the last grant. memory_size, behind the last byte, counts
   as 0. */
static int rover;

static bool fits(const struct segment *segment, int size)
{
    return segment->id == HOLE && segment->size >= size;
}

struct segment *placement_next_fit(int size)
{
    struct segment *found = segments;
    while (found != NULL && (found->index + found->size <= rover || !fits(found, size)))
        found = found->next;
    if (found != NULL)
        rover = found->index + size;
    return found;
}

struct segment *placement_best_fit(int size)
{
    struct segment *best = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (best == NULL || segment->size < best->size))
            best = segment;
    return best;
}

struct segment *placement_worst_fit(int size)
{
    struct segment *worst = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (worst == NULL || segment->size > worst->size))
            worst = segment;
    return worst;
}

void placement_restart(void)
{
    rover = 0;
}
