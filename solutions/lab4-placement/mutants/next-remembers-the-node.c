/*
 * Planted bug: next fit keeps a pointer to a node; when that is merged, it points to freed memory.
 *
 * Kind of failure: wrong start
 */
#include "placement.h"

#include <stdbool.h>
#include <stddef.h>

/* The segment that the last search found. */
static struct segment *last;

static bool fits(const struct segment *segment, int size)
{
    return segment->id == HOLE && segment->size >= size;
}

struct segment *placement_next_fit(int size)
{
    struct segment *found = last == NULL ? segments : last->next;
    while (found != NULL && !fits(found, size))
        found = found->next;
    if (found == NULL)
        found = segment_list_first_fit(size);
    if (found != NULL)
        last = found;
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
    last = NULL;
}
