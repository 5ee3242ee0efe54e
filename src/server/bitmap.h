/*
 * The bitmap: who owns which bytes of the memory array, in units of some bytes, with one bit each.
 * This is one of the two interfaces of lab 4, the other is placement.h; the solution is
 * solutions/lab4-placement/bitmap.c.
 *
 *     unit 4, 18 bytes; thread 0 asked for 6 bytes, thread 2 for 4
 *
 *     memory    0 0 0 0   0 0 . .   X X X X   2 2 2 2   X X
 *     units        0         1         2         3      none: too short
 *     bitmap       1         1         0         1
 *     blocks    [0] = {start 0, size 6}   [2] = {start 12, size 4}
 *
 * The two bytes marked with dots are granted and not asked for: *internal* fragmentation.
 *
 * Invariants, true before and after each call:
 *     bitmap_units == memory_size / bitmap_unit; the bytes behind the last unit are never granted
 *     unit u is taken  <=>  bitmap[u / 8] & (1 << u % 8);  the bits behind the last unit are 0
 *     a block of `size` bytes has the units from start / bitmap_unit on, as few as hold its bytes,
 *     and all of these are taken; no other unit is
 *
 * None of these functions takes a lock: while threads run, whoever calls them holds one, and all the
 * same one.
 */
#ifndef SERVER_BITMAP_H
#define SERVER_BITMAP_H

#include <stdbool.h>

#include "marks.h"
#include "tracker.h"

enum { BITMAP_UNIT_MAX = 64 }; /* bytes; the least is 1 */

/* What a thread owns. */
struct bitmap_block {
    int start; /* index of its first byte in memory */
    int size;  /* bytes, as asked for; 0: it owns none */
};

extern unsigned char *bitmap; /* (bitmap_units + 7) / 8 bytes */
extern int bitmap_unit;       /* bytes */
extern int bitmap_units;
extern struct bitmap_block bitmap_blocks[THREADS_MAX];

/* Life cycle */

/* Makes an array of `bytes` free bytes (`memory` and memory_size of segment_list.h) and the bitmap
   for it. False when there is no memory for them, and then nothing is kept. Precondition:
   1 <= unit <= BITMAP_UNIT_MAX, bytes >= unit, and no tracker is in use. */
bool bitmap_init(int bytes, int unit);

/* Frees the array and the bitmap: `memory` and `bitmap` are NULL afterwards, and the sizes are 0.
   Harmless when there are none. */
void bitmap_destroy(void);

/* Operations */

/* Gives thread `id` the first run of free units that holds `size` bytes. Returns the index of its
   first byte, or NO_PLACE, with nothing changed, when there is no such run. Precondition: size > 0,
   which may be any int, and `id` owns nothing. */
int bitmap_allocate(int id, int size);

/* Takes the block of thread `id` back: its units are free, and all of their bytes MARK_FREE. False,
   with nothing changed, when `id` owns none. Precondition: 0 <= id < THREADS_MAX. */
bool bitmap_release(int id);

/* Inspection */

/* Fills the struct. The bytes behind the last unit are not free: nobody can be given them. */
void bitmap_figures(struct tracker_figures *figures);

/* Not an exercise: bitmap_tracker.c */

/* Walks the invariants above. NULL when all of them hold, else a sentence that names the first
   broken one. */
const char *bitmap_check(void);

#endif
