/*
 * exact/holes.h: the holes of the whole heap, found by place and by size.
 *
 * The virtual range is cut into cells of CELL bytes. A cell lists the holes that start in it, in
 * no order, and knows the largest. Above the cells stands a tournament: of each sixteen entries
 * the largest goes on to the next round.
 *
 *     round 2                       96                      rounds[2]
 *     round 1          96                     40            rounds[1]
 *     round 0      16   0  96  ...        40   8  ...       rounds[0]: largest hole per cell
 *     cells       | oo |  | O o| ...    | o  | o  | ...
 *
 *   rounds[0][c]     = the largest size among the holes listed in cell c, 0 if there is none
 *   rounds[k + 1][i] = max(rounds[k][16 i], ..., rounds[k][16 i + 15])
 *
 * So the lowest hole of at least n bytes is found by going up from the left until an entry is
 * large enough and down again to the leftmost cell below it: O(log cells), touching small
 * arrays only. Sizes are capped at 4 GiB - 1 in the rounds; the cell's list decides.
 */
#ifndef MEMS_HOLES_H
#define MEMS_HOLES_H

#include "../chain.h"

/* 512: a cell of small blocks has a handful of holes, a page costs 96 bytes of index. */
#define MEMS_CELL ((size_t)512)
#define MEMS_FANOUT ((size_t)16)
/* An entry of the last round stands for 16^6 cells, 8 GiB; that round is searched as a whole. */
#define MEMS_ROUNDS 7
#define MEMS_NO_CELL ((size_t)-1)

/* Every block and every hole. 64 bytes: one cache line.
     hole:       next_link, previous_link = neighbours in the list of its cell
     block:      next_link = the next block in its bucket (starts.h)
     lost hole:  next_link = itself; in no list and never granted (pages.h) */
struct mems_node {
    SubChainNode chain; /* first: a SubChainNode * is a struct mems_node * */
    struct mems_node *next_link;
    struct mems_node *previous_link;
};

struct mems_holes {
    struct mems_table lists;               /* struct mems_node * per cell */
    struct mems_table rounds[MEMS_ROUNDS]; /* uint32_t */
    size_t cells;
};

static size_t mems_node_offset(const struct mems_node *node)
{
    return mems_offset(node->chain.virtual_address);
}

static int mems_is_lost(const struct mems_node *node)
{
    return node->next_link == node;
}

/* A hole that is granted and merged like any other. */
static int mems_is_open_hole(const struct mems_node *node)
{
    return node && node->chain.type == MEMS_HOLE && !mems_is_lost(node);
}

static struct mems_node **mems_cell_list(const struct mems_holes *holes, size_t cell)
{
    return (struct mems_node **)(void *)holes->lists.rows + cell;
}

static uint32_t *mems_round(const struct mems_holes *holes, int round)
{
    return (uint32_t *)(void *)holes->rounds[round].rows;
}

static uint32_t mems_capped(size_t size)
{
    return size > UINT32_MAX ? UINT32_MAX : (uint32_t)size;
}

/* Room for holes in the first `bytes` of the virtual range. 0: no memory. */
static int mems_holes_reserve(struct mems_holes *holes, size_t bytes, struct mems_system *system)
{
    size_t cells = bytes / MEMS_CELL + 1;
    if (!mems_table_reserve(&holes->lists, cells * sizeof(struct mems_node *), system))
        return 0;
    size_t entries = cells;
    for (int round = 0; round < MEMS_ROUNDS; round++) {
        size_t bytes_needed = mems_round_up(entries, MEMS_FANOUT) * sizeof(uint32_t);
        if (!mems_table_reserve(&holes->rounds[round], bytes_needed, system))
            return 0;
        entries = (entries + MEMS_FANOUT - 1) / MEMS_FANOUT;
    }
    if (cells > holes->cells)
        holes->cells = cells;
    return 1;
}

/* ---- the tournament ------------------------------------------------------------------------ */

static uint32_t mems_largest_of_group(const uint32_t *group)
{
    uint32_t largest = 0;
    for (size_t i = 0; i < MEMS_FANOUT; i++)
        if (group[i] > largest)
            largest = group[i];
    return largest;
}

/* Enters a new largest size for a cell and replays the rounds that it changes. */
static void mems_holes_enter(struct mems_holes *holes, size_t cell, uint32_t largest)
{
    size_t i = cell;
    for (int round = 0; round < MEMS_ROUNDS; round++, i /= MEMS_FANOUT) {
        uint32_t *entries = mems_round(holes, round);
        uint32_t before = entries[i];
        if (before == largest)
            return;
        entries[i] = largest;
        if (round + 1 == MEMS_ROUNDS)
            return;
        uint32_t winner = mems_round(holes, round + 1)[i / MEMS_FANOUT];
        if (largest < winner) {
            if (before < winner)
                return;
            largest = mems_largest_of_group(entries + i / MEMS_FANOUT * MEMS_FANOUT);
        }
    }
}

/* Down from an entry that is at least `size` to the leftmost such cell below it. */
static size_t mems_leftmost_below(const struct mems_holes *holes, int round, size_t i,
                                  uint32_t size)
{
    while (round-- > 0) {
        const uint32_t *entries = mems_round(holes, round);
        for (i *= MEMS_FANOUT; entries[i] < size; i++)
            ;
    }
    return i;
}

/* The first cell at or after `from` whose largest hole is at least `size` (capped). */
static size_t mems_first_cell(const struct mems_holes *holes, size_t from, uint32_t size)
{
    size_t i = from, count = holes->cells;
    for (int round = 0; round < MEMS_ROUNDS && i < count; round++) {
        const uint32_t *entries = mems_round(holes, round);
        size_t end = round + 1 < MEMS_ROUNDS ? mems_round_up(i + 1, MEMS_FANOUT) : count;
        for (; i < end && i < count; i++)
            if (entries[i] >= size)
                return mems_leftmost_below(holes, round, i, size);
        i = end / MEMS_FANOUT;
        count = (count + MEMS_FANOUT - 1) / MEMS_FANOUT;
    }
    return MEMS_NO_CELL;
}

/* The last cell before `end` that has a hole. */
static size_t mems_last_cell(const struct mems_holes *holes, size_t end)
{
    int round = 0;
    for (; round < MEMS_ROUNDS && end > 0; round++) {
        const uint32_t *entries = mems_round(holes, round);
        size_t start = round + 1 < MEMS_ROUNDS ? (end - 1) / MEMS_FANOUT * MEMS_FANOUT : 0;
        while (end > start && entries[end - 1] == 0)
            end--;
        if (end > start)
            break;
        end /= MEMS_FANOUT;
    }
    if (end == 0 || round == MEMS_ROUNDS)
        return MEMS_NO_CELL;
    size_t i = end - 1;
    while (round-- > 0) {
        const uint32_t *entries = mems_round(holes, round);
        for (i = i * MEMS_FANOUT + MEMS_FANOUT - 1; entries[i] == 0; i--)
            ;
    }
    return i;
}

/* ---- the lists ----------------------------------------------------------------------------- */

static size_t mems_cell_of(const struct mems_node *hole)
{
    return mems_node_offset(hole) / MEMS_CELL;
}

static uint32_t mems_largest_of_cell(const struct mems_holes *holes, size_t cell)
{
    size_t largest = 0;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link)
        if (hole->chain.size > largest)
            largest = hole->chain.size;
    return mems_capped(largest);
}

/* A hole of the cell has come or has grown to `size`. */
static void mems_holes_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    if (mems_capped(size) > mems_round(holes, 0)[cell])
        mems_holes_enter(holes, cell, mems_capped(size));
}

/* A hole of the cell that had `size` has gone, or has been replaced. */
static void mems_holes_lower(struct mems_holes *holes, size_t cell, size_t size)
{
    if (mems_capped(size) == mems_round(holes, 0)[cell])
        mems_holes_enter(holes, cell, mems_largest_of_cell(holes, cell));
}

static void mems_holes_insert(struct mems_holes *holes, struct mems_node *hole)
{
    size_t cell = mems_cell_of(hole);
    struct mems_node **list = mems_cell_list(holes, cell);
    hole->next_link = *list;
    hole->previous_link = NULL;
    if (*list)
        (*list)->previous_link = hole;
    *list = hole;
    mems_holes_raise(holes, cell, hole->chain.size);
}

static void mems_holes_unlist(struct mems_holes *holes, struct mems_node *hole)
{
    if (hole->next_link)
        hole->next_link->previous_link = hole->previous_link;
    if (hole->previous_link)
        hole->previous_link->next_link = hole->next_link;
    else
        *mems_cell_list(holes, mems_cell_of(hole)) = hole->next_link;
}

static void mems_holes_remove(struct mems_holes *holes, struct mems_node *hole)
{
    mems_holes_unlist(holes, hole);
    mems_holes_lower(holes, mems_cell_of(hole), hole->chain.size);
}

/* `hole` takes the place of `gone`, which was listed with gone_size bytes; often in the same
   cell, where one look at the largest is enough. */
static void mems_holes_replace(struct mems_holes *holes, struct mems_node *gone,
                               size_t gone_size, struct mems_node *hole)
{
    size_t cell = mems_cell_of(gone);
    if (cell != mems_cell_of(hole)) {
        mems_holes_unlist(holes, gone);
        mems_holes_lower(holes, cell, gone_size);
        mems_holes_insert(holes, hole);
        return;
    }
    hole->next_link = gone->next_link;
    hole->previous_link = gone->previous_link;
    if (hole->next_link)
        hole->next_link->previous_link = hole;
    if (hole->previous_link)
        hole->previous_link->next_link = hole;
    else
        *mems_cell_list(holes, cell) = hole;
    if (hole->chain.size >= gone_size)
        mems_holes_raise(holes, cell, hole->chain.size);
    else
        mems_holes_lower(holes, cell, gone_size);
}

/* ---- questions ----------------------------------------------------------------------------- */

/* The lowest hole in the cell that has at least `size` bytes and starts at or after `from`. */
static struct mems_node *mems_lowest_of_cell(const struct mems_holes *holes, size_t cell,
                                             size_t size, size_t from)
{
    struct mems_node *lowest = NULL;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link)
        if (hole->chain.size >= size && mems_node_offset(hole) >= from &&
            (!lowest || hole->chain.virtual_address < lowest->chain.virtual_address))
            lowest = hole;
    return lowest;
}

/* The lowest hole of at least `size` bytes that starts at offset `from` or above; or NULL. */
static struct mems_node *mems_holes_first(const struct mems_holes *holes, size_t size, size_t from)
{
    size_t cell = mems_first_cell(holes, from / MEMS_CELL, mems_capped(size));
    while (cell != MEMS_NO_CELL) {
        struct mems_node *hole = mems_lowest_of_cell(holes, cell, size, from);
        if (MEMS_LIKELY(hole != NULL))
            return hole;
        cell = mems_first_cell(holes, cell + 1, mems_capped(size));
    }
    return NULL;
}

/* Nonzero if an open hole covers the offset. Only the last hole that starts at or below it can,
   since holes do not overlap. */
static int mems_holes_cover(const struct mems_holes *holes, size_t offset)
{
    size_t cell = offset / MEMS_CELL;
    int starts_below = 0;
    while (cell != MEMS_NO_CELL && !starts_below) {
        struct mems_node *hole = *mems_cell_list(holes, cell);
        for (; hole; hole = hole->next_link) {
            size_t start = mems_node_offset(hole);
            if (start <= offset && offset - start < hole->chain.size)
                return 1;
            starts_below |= start <= offset;
        }
        cell = mems_last_cell(holes, cell);
    }
    return 0;
}

#endif
