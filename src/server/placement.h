/*
 * Placement: which hole a request goes to.
 *
 *     first fit   the first hole that is large enough
 *     next fit    the same, but the search goes on where the last one ended
 *     best fit    the smallest hole that is large enough
 *     worst fit   the largest hole
 *
 * Among equal holes best fit and worst fit take the first. (Knuth, The Art of Computer Programming,
 * volume 1, section 2.5.) While threads run, the caller holds the lock of
 * the segment list.
 *
 * This is one of the two interfaces of lab 4, the other is bitmap.h; the solution is
 * solutions/lab4-placement/placement.c. First fit is lab 2's.
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

/* The searches: each returns the hole that it chooses for `size` bytes, or NULL when none is large
   enough, and leaves the list as it is. Precondition: size > 0. */

/* The caller takes the first `size` bytes of the hole, or `placement_restart` comes next: the
   search after this one starts at the byte behind them. It looks at the hole that holds this byte
   or is the next behind it, and at those that follow; then, from byte 0 on, at the others.
   A search that finds nothing changes nothing: the next one starts where it did. */
struct segment *placement_next_fit(int size);

struct segment *placement_best_fit(int size);
struct segment *placement_worst_fit(int size);

/* Lets next fit start again at byte 0. A new list does not need it: all of it is one hole. */
void placement_restart(void);

/* Not an exercise: placements.c */

/* The placement in use, PLACEMENT_FIRST to begin with. It may be changed between two requests. */
extern enum placement placement;

/* The hole chosen by the placement in use. */
struct segment *placement_find(int size);

/* "first", "next", "best" or "worst". Precondition: which < PLACEMENT_COUNT. */
const char *placement_name(enum placement which);

#endif
