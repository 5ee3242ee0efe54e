/*
 * exact/placement.h: which hole a request gets. One of these is chosen when the program is
 * compiled; all see the same index of holes.
 */
#ifndef MEMS_PLACEMENT_H
#define MEMS_PLACEMENT_H

#include "holes.h"

/* Where the last block granted ended; only next fit looks at it. */
struct mems_rover {
    size_t offset;
};

#if defined MEMS_PLACEMENT_BEST

/* The smallest hole of at least `size` bytes, the lowest among equals. Looks at every hole that
   is large enough, unless one fits exactly. */
static struct mems_node *mems_place(struct mems_holes *holes, size_t size,
                                    const struct mems_rover *rover)
{
    (void)rover;
    struct mems_node *best = NULL;
    struct mems_node *hole = mems_holes_lowest(holes, size);
    while (hole && !(best && best->chain.size == size)) {
        if (!best || hole->chain.size < best->chain.size)
            best = hole;
        hole = mems_holes_first(holes, size, mems_node_offset(hole) + 1);
    }
    return best;
}

#elif defined MEMS_PLACEMENT_WORST

/* The largest hole, the lowest among equals. The last round of the tournament promises a size; if
   no hole keeps the promise the search has lowered it, and the next promise is tried. Only holes
   beyond what a round can tell apart are compared one by one. */
static struct mems_node *mems_place(struct mems_holes *holes, size_t size,
                                    const struct mems_rover *rover)
{
    (void)rover;
    struct mems_node *worst = NULL;
    int32_t promised = 0;
    if (!mems_holes_lowest(holes, size))
        return NULL;
    while (!worst) {
        promised = mems_largest_of_group(mems_round(holes, holes->height - 1));
        worst = mems_holes_first(holes, (size_t)promised, 0);
    }
    struct mems_node *hole = promised == INT32_MAX ? worst : NULL;
    for (; hole; hole = mems_holes_first(holes, INT32_MAX, mems_node_offset(hole) + 1))
        if (hole->chain.size > worst->chain.size)
            worst = hole;
    return worst;
}

#elif defined MEMS_PLACEMENT_NEXT

/* The first hole that starts at or after the end of the last block granted and is large enough;
   then the first from the start. */
static struct mems_node *mems_place(struct mems_holes *holes, size_t size,
                                    const struct mems_rover *rover)
{
    struct mems_node *hole = mems_holes_first(holes, size, rover->offset);
    return hole ? hole : mems_holes_lowest(holes, size);
}

#else

/* First fit: the lowest hole of at least `size` bytes. */
static struct mems_node *mems_place(struct mems_holes *holes, size_t size,
                                    const struct mems_rover *rover)
{
    (void)rover;
    return mems_holes_lowest(holes, size);
}

#endif

#endif
