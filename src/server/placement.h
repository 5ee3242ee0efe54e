/*
 * Placement: which hole a request goes to.
 *
 *     first fit   the first hole that is large enough
 *     next fit    the same, but the search goes on where the last one ended
 *     best fit    the smallest hole that is large enough
 *     worst fit   the largest hole
 *
 * Among equal holes best fit and worst fit take the first. (Knuth, The Art of Computer Programming,
 * volume 1, section 2.5.) The caller holds list_lock while threads run.
 */
#ifndef SERVER_PLACEMENT_H
#define SERVER_PLACEMENT_H

#include "segment_list.h"

enum placement {
    PLACEMENT_FIRST,
    PLACEMENT_NEXT,
    PLACEMENT_BEST,
    PLACEMENT_WORST,
    PLACEMENT_COUNT
};

/* The placement in use, PLACEMENT_FIRST to begin with. It may be changed between two requests. */
extern enum placement placement;

/* Lets next fit start again at byte 0, as for a new list. */
void placement_restart(void);

/* The hole chosen for `size` bytes, or NULL when none is large enough. The caller is expected to
   take the first `size` bytes of it: next fit goes on behind them. Precondition: size > 0. */
struct segment *placement_find(int size);

/* "first", "next", "best" or "worst". Precondition: which < PLACEMENT_COUNT. */
const char *placement_name(enum placement which);

#endif
