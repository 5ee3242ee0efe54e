/*
 * A tracker knows who owns which bytes of the memory array. There are two, of which one is in use:
 *
 *     list_tracker      the segment list, with the placement in use (segment_list.h, placement.h)
 *     bitmap_tracker    a bit for each allocation unit, first fit (bitmap.h)
 *
 * Whoever calls a tracker through this table can be given the other.
 */
#ifndef SERVER_TRACKER_H
#define SERVER_TRACKER_H

#include <stdbool.h>

/* What is free, and what is lost, in bytes. */
struct tracker_figures {
    int free_bytes;   /* in the holes */
    int largest_hole; /* the most that one request could be given now: 0 when there is no hole */
    int lost_bytes;   /* granted beyond what was asked for: internal fragmentation */
};

struct tracker {
    const char *name;

    /* Sets up an array of `bytes` free bytes, handed out in units of `unit` bytes. False when
       there is no memory for it. Precondition: 1 <= unit <= 64 (for the list: 1), bytes >= unit,
       and no tracker is in use. */
    bool (*init)(int bytes, int unit);
    void (*destroy)(void);

    /* As segment_list_allocate and segment_list_release. */
    int (*allocate)(int id, int size);
    bool (*release)(int id);

    /* Fills the struct. */
    void (*figures)(struct tracker_figures *figures);

    /* NULL when the invariants hold, else a sentence that names the first broken one. */
    const char *(*check)(void);
};

extern const struct tracker list_tracker;
extern const struct tracker bitmap_tracker;

#endif
