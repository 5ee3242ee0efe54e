/*
 * exact/holes.h: the holes of the whole heap, found by place and by size.
 *
 * The cells of rounds.h list the holes that start in them. A search goes from a floor on, a cell
 * below which nothing of such a size can start, to the first cell that promises enough, and takes
 * the first hole of its list that is large enough. Floors and entries are lowered and raised at
 * once by what would break their promise, and otherwise by the search that proves them wrong.
 */
#ifndef MEMS_HOLES_H
#define MEMS_HOLES_H

#include "rounds.h"

/* ---- the lists ----------------------------------------------------------------------------- */

static size_t mems_cell_of(const struct mems_holes *holes, const struct mems_node *hole)
{
    return mems_node_offset(hole) >> holes->shift;
}

static int32_t mems_largest_of_cell(const struct mems_holes *holes, size_t cell)
{
    size_t largest = 0;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link)
        if (hole->chain.size > largest)
            largest = hole->chain.size;
    return mems_capped(largest);
}

static MEMS_INLINE void mems_cell_add(struct mems_holes *holes, size_t cell, struct mems_node *hole)
{
    struct mems_node **place = mems_cell_list(holes, cell), *below = NULL;
    while (*place && (*place)->chain.virtual_address < hole->chain.virtual_address) {
        below = *place;
        place = &below->next_link;
    }
    hole->next_link = *place;
    hole->link.before = below;
    if (*place)
        (*place)->link.before = hole;
    *place = hole;
}

static MEMS_INLINE void mems_cell_drop(struct mems_holes *holes, size_t cell,
                                       struct mems_node *hole)
{
    if (hole->next_link)
        hole->next_link->link.before = hole->link.before;
    if (hole->link.before)
        hole->link.before->next_link = hole->next_link;
    else
        *mems_cell_list(holes, cell) = hole->next_link;
    if (!*mems_cell_list(holes, cell))
        mems_round(holes, 0)[cell] = 0;
}

/* ---- floors -------------------------------------------------------------------------------- */

/* A hole of `size` bytes has come to the cell, or has grown: no floor that it fits may be above
   it, and no entry below it may be smaller. */
static MEMS_INLINE void mems_holes_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    size_t c = size / MEMS_STEP < MEMS_FLOORS ? size / MEMS_STEP : MEMS_FLOORS - 1;
    for (; holes->floors[c] > cell; c--)
        holes->floors[c] = cell;
    mems_entries_raise(holes, cell, size);
}

/* A search for `size` bytes from the floors on has ended in this cell. */
static MEMS_INLINE void mems_floors_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    size_t c = (size + MEMS_STEP - 1) / MEMS_STEP;
    for (; c < MEMS_FLOORS && holes->floors[c] < cell; c++)
        holes->floors[c] = cell;
}

/* ---- coming, going and changing ------------------------------------------------------------ */

static MEMS_INLINE void mems_holes_insert(struct mems_holes *holes, struct mems_node *hole)
{
    size_t cell = mems_cell_of(holes, hole);
    mems_cell_add(holes, cell, hole);
    mems_holes_raise(holes, cell, hole->chain.size);
}

static MEMS_INLINE void mems_holes_remove(struct mems_holes *holes, struct mems_node *hole)
{
    mems_cell_drop(holes, mems_cell_of(holes, hole), hole);
}

/* A listed hole that started at offset `before` has lost its low end. */
static MEMS_INLINE void mems_holes_shrunk(struct mems_holes *holes, struct mems_node *hole,
                                          size_t before)
{
    size_t cell = mems_cell_of(holes, hole);
    if (cell != (before >> holes->shift)) {
        mems_cell_drop(holes, before >> holes->shift, hole);
        mems_cell_add(holes, cell, hole);
        mems_entries_raise(holes, cell, hole->chain.size);
    } else if (!hole->next_link && !hole->link.before)
        mems_round(holes, 0)[cell] = mems_capped(hole->chain.size); /* alone in its cell */
}

/* A listed hole that started at offset `before` has got bytes at either end. */
static MEMS_INLINE void mems_holes_grown(struct mems_holes *holes, struct mems_node *hole,
                                         size_t before)
{
    size_t cell = mems_cell_of(holes, hole);
    if (cell != (before >> holes->shift)) {
        mems_cell_drop(holes, before >> holes->shift, hole);
        mems_cell_add(holes, cell, hole);
    }
    mems_holes_raise(holes, cell, hole->chain.size);
}

/* Cuts the range into cells of 2^shift bytes instead. Without memory everything stays as it is. */
static MEMS_APART void mems_holes_recut(struct mems_holes *holes, int shift,
                                        struct mems_system *system)
{
    struct mems_holes fresh;
    __builtin_memset(&fresh, 0, sizeof fresh);
    fresh.shift = shift;
    if (mems_holes_reserve(&fresh, holes->cells << holes->shift, system)) {
        for (size_t cell = holes->cells; cell-- > 0;)
            for (struct mems_node *hole = *mems_cell_list(holes, cell), *next; hole; hole = next) {
                next = hole->next_link;
                mems_cell_add(&fresh, mems_cell_of(&fresh, hole), hole);
                mems_entries_raise(&fresh, mems_cell_of(&fresh, hole), hole->chain.size);
            }
        struct mems_holes old = *holes;
        *holes = fresh;
        fresh = old;
    }
    mems_holes_drop(&fresh, system);
}

/* ---- questions ----------------------------------------------------------------------------- */

/* The lowest hole in the cell that has at least `size` bytes. If there is none the cell's entry,
   which promised one, is set right. */
static MEMS_INLINE struct mems_node *mems_lowest_of_cell(struct mems_holes *holes, size_t cell,
                                                         size_t size)
{
    size_t largest = 0;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link) {
        if (hole->chain.size >= size)
            return hole;
        if (hole->chain.size > largest)
            largest = hole->chain.size;
    }
    mems_round(holes, 0)[cell] = mems_capped(largest);
    return NULL;
}

/* The lowest hole of at least `size` bytes that starts in `cell` or above; or NULL. */
static MEMS_INLINE struct mems_node *mems_holes_from(struct mems_holes *holes, size_t size,
                                                     size_t cell)
{
    int32_t capped = mems_capped(size);
    for (cell = mems_first_cell(holes, cell, capped); cell != MEMS_NO_CELL;
         cell = mems_first_cell(holes, cell + 1, capped)) {
        struct mems_node *hole = mems_lowest_of_cell(holes, cell, size);
        if (MEMS_LIKELY(hole != NULL))
            return hole;
    }
    return NULL;
}

/* The lowest hole of at least `size` bytes that starts at offset `from` or above; or NULL. */
static struct mems_node *mems_holes_first(struct mems_holes *holes, size_t size, size_t from)
{
    size_t cell = from >> holes->shift;
    if (from == 0 || cell >= holes->cells)
        return mems_holes_from(holes, size, cell);
    struct mems_node *hole = *mems_cell_list(holes, cell);
    for (; hole; hole = hole->next_link)
        if (hole->chain.size >= size && mems_node_offset(hole) >= from)
            return hole;
    return mems_holes_from(holes, size, cell + 1);
}

/* The lowest hole of at least `size` bytes; or NULL. */
static MEMS_INLINE struct mems_node *mems_holes_lowest(struct mems_holes *holes, size_t size)
{
    size_t c = size / MEMS_STEP < MEMS_FLOORS ? size / MEMS_STEP : MEMS_FLOORS - 1;
    struct mems_node *hole = mems_holes_from(holes, size, holes->floors[c]);
    mems_floors_raise(holes, hole ? mems_cell_of(holes, hole) : holes->cells, size);
    return hole;
}

/* The highest open hole that starts at or below the offset; or NULL. Since holes do not overlap,
   only this one can cover it. */
static struct mems_node *mems_holes_last(const struct mems_holes *holes, size_t offset)
{
    struct mems_node *last = NULL;
    size_t cell = offset >> holes->shift;
    while (cell != MEMS_NO_CELL && !last) {
        struct mems_node *hole = *mems_cell_list(holes, cell);
        for (; hole && mems_node_offset(hole) <= offset; hole = hole->next_link)
            last = hole;
        cell = mems_last_cell(holes, cell);
    }
    return last;
}

#endif
