/*
 * exact/holes.h: the holes of the whole heap, found by place and by size.
 *
 * The virtual range is cut into cells of MEMS_CELL bytes. A cell lists the holes that start in
 * it, in no order. Above the cells stands a tournament: of each sixteen entries the largest goes
 * on to the next round.
 *
 *     round 2                       96                      rounds[2]
 *     round 1          96                     40            rounds[1]
 *     round 0      16   0  96  ...        40   8  ...       rounds[0]: an entry per cell
 *     cells       | oo |  | O o| ...    | o  | o  | ...
 *
 *   rounds[0][c]     >= the size of every hole listed in cell c
 *   rounds[k + 1][i] >= rounds[k][16 i], ..., rounds[k][16 i + 15]
 *
 * An entry promises that nothing larger lies below it. It is raised at once when a hole comes or
 * grows, and lowered only when a search was led astray by it: then it becomes the exact maximum.
 * So a hole that many blocks are cut from, one after the other, costs no replay of the rounds,
 * and each lowering is paid for by an earlier raise.
 *
 * The lowest hole of at least n bytes is found from the last round down: in each group of
 * sixteen the first entry that is large enough. O(log cells), over small arrays. Sizes are capped
 * in the rounds; the lists in the cells decide.
 */
#ifndef MEMS_HOLES_H
#define MEMS_HOLES_H

#include "../chain.h"

/* 1024: a cell of small blocks has a handful of holes; a page costs 48 bytes of index. */
#define MEMS_CELL ((size_t)1024)
#define MEMS_FANOUT ((size_t)16)
/* 16^9 cells are 32 TiB: no machine has that much for one process yet. */
#define MEMS_ROUNDS 9
#define MEMS_NO_CELL ((size_t)-1)

/* Floors for sizes up to 512 bytes: a finer step, or more of them, costs more to keep than it
   saves. */
#define MEMS_STEP ((size_t)16)
#define MEMS_FLOORS ((size_t)33)

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
    struct mems_table rounds[MEMS_ROUNDS]; /* int32_t */
    size_t cells;
    int height; /* rounds in use; the last is one group: 16^height >= cells */
    /* No hole of at least MEMS_STEP * c bytes starts in a cell below floors[c], and
       floors[c] <= floors[c + 1]: where a search may begin. */
    size_t floors[MEMS_FLOORS];
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

static int32_t *mems_round(const struct mems_holes *holes, int round)
{
    return (int32_t *)(void *)holes->rounds[round].rows;
}

static int32_t mems_capped(size_t size)
{
    return size > INT32_MAX ? INT32_MAX : (int32_t)size;
}

/* Entries of a round that stand for at least one cell. */
static size_t mems_entries(const struct mems_holes *holes, int round)
{
    return ((holes->cells - 1) >> 4 * round) + 1;
}

static int32_t mems_largest_of_group(const int32_t *group);

/* Room for holes in the first `bytes` of the virtual range. 0: no memory. */
static int mems_holes_reserve(struct mems_holes *holes, size_t bytes, struct mems_system *system)
{
    size_t cells = bytes / MEMS_CELL, entries = cells;
    if (!mems_table_reserve(&holes->lists, cells * sizeof(struct mems_node *), system))
        return 0;
    for (int round = 0; round == 0 || entries > 1; round++) {
        size_t whole_groups = mems_round_up(entries, MEMS_FANOUT);
        if (!mems_table_reserve(&holes->rounds[round], whole_groups * sizeof(int32_t), system))
            return 0;
        if (round == holes->height) {
            if (round > 0)
                mems_round(holes, round)[0] = mems_largest_of_group(mems_round(holes, round - 1));
            holes->height++;
        }
        entries = (entries + MEMS_FANOUT - 1) / MEMS_FANOUT;
    }
    holes->cells = cells;
    return 1;
}

/* ---- the tournament ------------------------------------------------------------------------ */

static int32_t mems_largest_of_group(const int32_t *group)
{
    int32_t largest = 0;
    for (size_t i = 0; i < MEMS_FANOUT; i++)
        largest = group[i] > largest ? group[i] : largest;
    return largest;
}

/* Four entries, compared at once (the compilers' vector extension, on any machine). */
typedef int32_t mems_four __attribute__((vector_size(16), may_alias));

/* The first entry of a group, from entry `from` on, that is at least `size`; MEMS_FANOUT if none
   is. All sixteen are compared: an early way out would be guessed wrong most of the time. */
static size_t mems_first_of_group(const int32_t *group, size_t from, int32_t size)
{
    static const mems_four weights[4] = {
        {1 << 0, 1 << 1, 1 << 2, 1 << 3}, {1 << 4, 1 << 5, 1 << 6, 1 << 7},
        {1 << 8, 1 << 9, 1 << 10, 1 << 11}, {1 << 12, 1 << 13, 1 << 14, 1 << 15}};
    const mems_four *entries = (const mems_four *)(const void *)group;
    int32_t less = size - 1;
    mems_four limit = {less, less, less, less};
    mems_four large = ((entries[0] > limit) & weights[0]) | ((entries[1] > limit) & weights[1]) |
                      ((entries[2] > limit) & weights[2]) | ((entries[3] > limit) & weights[3]);
    unsigned bits = (unsigned)(large[0] | large[1] | large[2] | large[3]) | 1u << MEMS_FANOUT;
    return (size_t)__builtin_ctz(bits & (~0u << from));
}

/* A hole of `size` bytes is in the cell now: every entry above it has to be as large, and no floor
   that it fits may be above it. */
static void mems_holes_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    int32_t capped = mems_capped(size);
    size_t c = size / MEMS_STEP < MEMS_FLOORS ? size / MEMS_STEP : MEMS_FLOORS - 1;
    for (; holes->floors[c] > cell; c--)
        holes->floors[c] = cell;
    for (int round = 0; round < holes->height; round++, cell /= MEMS_FANOUT) {
        int32_t *entry = mems_round(holes, round) + cell;
        if (*entry >= capped)
            return;
        *entry = capped;
    }
}

/* The first cell at or after `from` whose entry is at least `size`; MEMS_NO_CELL if there is none.
   An entry whose whole group turns out to be smaller is lowered.

   Entry i of a round is the first that has not been looked at. If it opens a group the entry
   above stands for that whole group, and is looked at instead. */
static size_t mems_first_cell(struct mems_holes *holes, size_t from, int32_t size)
{
    int round = from ? 0 : holes->height - 1;
    size_t i = from;
    if (from >= holes->cells)
        return MEMS_NO_CELL;
    if (mems_round(holes, 0)[from] >= size)
        return from;
    for (; i && i % MEMS_FANOUT == 0; i /= MEMS_FANOUT)
        round++;
    while (round < holes->height) {
        const int32_t *group = mems_round(holes, round) + i / MEMS_FANOUT * MEMS_FANOUT;
        size_t found = mems_first_of_group(group, i % MEMS_FANOUT, size);
        if (found < MEMS_FANOUT) {
            i = i / MEMS_FANOUT * MEMS_FANOUT + found;
            if (round-- == 0)
                return i;
            i *= MEMS_FANOUT;
            continue;
        }
        if (++round < holes->height && i % MEMS_FANOUT == 0)
            mems_round(holes, round)[i / MEMS_FANOUT] = mems_largest_of_group(group);
        for (i = i / MEMS_FANOUT + 1; i % MEMS_FANOUT == 0; i /= MEMS_FANOUT)
            round++;
    }
    return MEMS_NO_CELL;
}

/* The last cell before `end` whose entry is not 0; MEMS_NO_CELL if there is none. */
static size_t mems_last_cell(const struct mems_holes *holes, size_t end)
{
    for (int round = 0; round < holes->height && end > 0;) {
        const int32_t *entries = mems_round(holes, round);
        size_t start = (end - 1) / MEMS_FANOUT * MEMS_FANOUT;
        while (end > start && entries[end - 1] == 0)
            end--;
        if (end == start) {
            end = start / MEMS_FANOUT;
            round++;
        } else if (round-- == 0)
            return end - 1;
        else
            end *= MEMS_FANOUT;
    }
    return MEMS_NO_CELL;
}

/* ---- the lists ----------------------------------------------------------------------------- */

static size_t mems_cell_of(const struct mems_node *hole)
{
    return mems_node_offset(hole) / MEMS_CELL;
}

static int32_t mems_largest_of_cell(const struct mems_holes *holes, size_t cell)
{
    size_t largest = 0;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link)
        if (hole->chain.size > largest)
            largest = hole->chain.size;
    return mems_capped(largest);
}

static void mems_cell_add(struct mems_holes *holes, size_t cell, struct mems_node *hole)
{
    struct mems_node **list = mems_cell_list(holes, cell);
    hole->next_link = *list;
    hole->previous_link = NULL;
    if (*list)
        (*list)->previous_link = hole;
    *list = hole;
}

static void mems_cell_drop(struct mems_holes *holes, size_t cell, struct mems_node *hole)
{
    if (hole->next_link)
        hole->next_link->previous_link = hole->previous_link;
    if (hole->previous_link)
        hole->previous_link->next_link = hole->next_link;
    else
        *mems_cell_list(holes, cell) = hole->next_link;
    if (!*mems_cell_list(holes, cell))
        mems_round(holes, 0)[cell] = 0;
}

static void mems_holes_insert(struct mems_holes *holes, struct mems_node *hole)
{
    size_t cell = mems_cell_of(hole);
    mems_cell_add(holes, cell, hole);
    mems_holes_raise(holes, cell, hole->chain.size);
}

static void mems_holes_remove(struct mems_holes *holes, struct mems_node *hole)
{
    mems_cell_drop(holes, mems_cell_of(hole), hole);
}

/* A listed hole that started at offset `before` starts elsewhere now, and has another size. */
static void mems_holes_moved(struct mems_holes *holes, struct mems_node *hole, size_t before)
{
    size_t cell = mems_cell_of(hole);
    if (cell != before / MEMS_CELL) {
        mems_cell_drop(holes, before / MEMS_CELL, hole);
        mems_cell_add(holes, cell, hole);
    } else if (!hole->next_link && !hole->previous_link)
        mems_round(holes, 0)[cell] = 0; /* alone in its cell: the entry can be exact */
    mems_holes_raise(holes, cell, hole->chain.size);
}

/* ---- questions ----------------------------------------------------------------------------- */

/* The lowest hole in the cell that has at least `size` bytes and starts at or after `from`. If
   there is none the cell's entry, which promised one, is set right. */
static struct mems_node *mems_lowest_of_cell(struct mems_holes *holes, size_t cell, size_t size,
                                             size_t from)
{
    struct mems_node *lowest = NULL;
    size_t lowest_offset = SIZE_MAX, largest = 0;
    for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link) {
        size_t offset = mems_node_offset(hole);
        if (hole->chain.size > largest)
            largest = hole->chain.size;
        if (hole->chain.size >= size && offset >= from && offset < lowest_offset) {
            lowest = hole;
            lowest_offset = offset;
        }
    }
    if (!lowest)
        mems_round(holes, 0)[cell] = mems_capped(largest);
    return lowest;
}

/* The lowest hole of at least `size` bytes that starts at offset `from` or above; or NULL. */
static struct mems_node *mems_holes_first(struct mems_holes *holes, size_t size, size_t from)
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

/* A search for `size` bytes from the floors on has ended in this cell. */
static void mems_floors_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    size_t c = (size + MEMS_STEP - 1) / MEMS_STEP;
    for (; c < MEMS_FLOORS && holes->floors[c] < cell; c++)
        holes->floors[c] = cell;
}

/* The lowest hole of at least `size` bytes; or NULL. */
static struct mems_node *mems_holes_lowest(struct mems_holes *holes, size_t size)
{
    size_t c = size / MEMS_STEP < MEMS_FLOORS ? size / MEMS_STEP : MEMS_FLOORS - 1;
    struct mems_node *hole = mems_holes_first(holes, size, holes->floors[c] * MEMS_CELL);
    mems_floors_raise(holes, hole ? mems_cell_of(hole) : holes->cells, size);
    return hole;
}

/* The open hole that covers the offset, or NULL. Only the last hole that starts at or below it can
   be it, since holes do not overlap. */
static struct mems_node *mems_holes_covering(const struct mems_holes *holes, size_t offset)
{
    size_t cell = offset / MEMS_CELL;
    int starts_below = 0;
    while (cell != MEMS_NO_CELL && !starts_below) {
        struct mems_node *hole = *mems_cell_list(holes, cell);
        for (; hole; hole = hole->next_link) {
            size_t start = mems_node_offset(hole);
            if (start <= offset && offset - start < hole->chain.size)
                return hole;
            starts_below |= start <= offset;
        }
        cell = mems_last_cell(holes, cell);
    }
    return NULL;
}

#endif
