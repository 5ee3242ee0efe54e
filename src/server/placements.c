/*
 * The placements as a table, a row each: which of them is in use, and what they are called. The
 * searches themselves are exercises: first fit in segment_list.c, the others in placement.c.
 */
#include "placement.h"

enum placement placement = PLACEMENT_FIRST;

static const struct {
    const char *name;
    struct segment *(*find)(int size);
} placements[] = {
    [PLACEMENT_FIRST] = {"first", segment_list_first_fit},
    [PLACEMENT_NEXT] = {"next", placement_next_fit},
    [PLACEMENT_BEST] = {"best", placement_best_fit},
    [PLACEMENT_WORST] = {"worst", placement_worst_fit},
};

_Static_assert(sizeof placements / sizeof placements[0] == PLACEMENT_COUNT,
               "every placement has a row");

struct segment *placement_find(int size)
{
    return placements[placement].find(size);
}

const char *placement_name(enum placement which)
{
    return placements[which].name;
}
