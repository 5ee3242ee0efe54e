// BEGIN SOLUTION
//| /*
//|  * Lab 4: placement. Read README.md here and src/server/placement.h, which says which hole each
//|  * placement chooses. Then fill in the bodies below.
//|  *
//|  * As it stands the file compiles, and none of the three finds a hole.
//|  */
/*
 * Next, best and worst fit as walks through the segment list.
 *
 * Next fit remembers a byte of memory, not a node: nodes come and go as holes are split and merged,
 * but each byte is always in exactly one segment. The search starts at the segment that holds the
 * byte; so when a hole has grown over it, that whole hole is tried first.
 */
// END SOLUTION
#include "placement.h"

#include <stdbool.h>
#include <stddef.h>

// BEGIN SOLUTION
/* Where next fit goes on: the byte behind the last grant. memory_size, behind the last byte, counts
   as 0. */
static int rover;

static bool fits(const struct segment *segment, int size)
{
    return segment->id == HOLE && segment->size >= size;
}

// END SOLUTION
struct segment *placement_next_fit(int size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: first fit, but from where the last search ended. What do you remember, and is
    //|  * it still right when segments were merged meanwhile? Whom do you ask when nothing is found?
    //|  */
    //| (void)size;
    //| return NULL;
    struct segment *found = segments;
    while (found != NULL && (found->index + found->size <= rover || !fits(found, size)))
        found = found->next;
    if (found == NULL)
        found = segment_list_first_fit(size);
    if (found != NULL)
        rover = found->index + size;
    return found;
    // END SOLUTION
}

struct segment *placement_best_fit(int size)
{
    // BEGIN SOLUTION
    //| /* Write here: the smallest hole that is large enough. Which of two equal ones? */
    //| (void)size;
    //| return NULL;
    struct segment *best = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (best == NULL || segment->size < best->size))
            best = segment;
    return best;
    // END SOLUTION
}

struct segment *placement_worst_fit(int size)
{
    // BEGIN SOLUTION
    //| /* Write here: the largest hole, when it is large enough. Which of two equal ones? */
    //| (void)size;
    //| return NULL;
    struct segment *worst = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (fits(segment, size) && (worst == NULL || segment->size > worst->size))
            worst = segment;
    return worst;
    // END SOLUTION
}

void placement_restart(void)
{
    // BEGIN SOLUTION
    //| /* Write here: the next search of next fit starts at byte 0. */
    rover = 0;
    // END SOLUTION
}
