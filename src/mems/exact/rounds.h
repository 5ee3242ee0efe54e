/*
 * exact/rounds.h: a tournament over the virtual range, that tells where a hole is large enough.
 *
 * The virtual range is cut into cells of equal size. A cell lists the holes that start in it, the
 * lowest first. Above the cells stands a tournament: of each sixteen entries the largest
 * goes on to the next round.
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
#ifndef MEMS_ROUNDS_H
#define MEMS_ROUNDS_H

#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "../chain.h"

/* log2 of the bytes in a cell. Most programs are best served by cells of 4096 bytes; with tiny
   blocks the lists would become long, with large ones most cells would be empty (mems_holes_fit()
   in exact.h). */
#define MEMS_CELL_SHIFT 12
#define MEMS_SMALLEST_CELL_SHIFT 8
#define MEMS_FEWEST_CELLS ((size_t)1024) /* so many are always in order */
#define MEMS_FANOUT ((size_t)16)
/* 16^9 cells are 32 TiB: no machine has that much for one process yet. */
#define MEMS_ROUNDS 9
#define MEMS_NO_CELL ((size_t)-1)

/* Floors for sizes up to 128 bytes: a finer step, or more of them, costs more to keep than it
   saves. */
#define MEMS_STEP ((size_t)8)
#define MEMS_FLOORS ((size_t)17)

/* Every block and every hole. 64 bytes: one cache line.
     hole:       next_link, before = neighbours in the list of its cell
     block:      next_link = the next block in its bucket (starts.h)
                 beside = which of its neighbours in the chain are open holes
     lost hole:  next_link = itself; in no list and never granted (pages.h)
   A block knows what lies beside it, since it is asked that when it is freed, and the neighbours'
   nodes are seldom in a cache then. Being told costs less: nobody waits for what is written. */
struct mems_beside {
    int hole_below;
    int hole_above;
};

struct mems_node {
    SubChainNode chain; /* first: a SubChainNode * is a struct mems_node * */
    struct mems_node *next_link;
    union {
        struct mems_node *before;
        struct mems_beside beside;
    } link;
};

struct mems_holes {
    struct mems_table lists;               /* struct mems_node * per cell */
    struct mems_table rounds[MEMS_ROUNDS]; /* int32_t */
    size_t cells;
    int shift;  /* log2 of the bytes in a cell */
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

/* The group of sixteen that entry i of a round is in. */
static int32_t *mems_group(const struct mems_holes *holes, int round, size_t i)
{
    return mems_round(holes, round) + i / MEMS_FANOUT * MEMS_FANOUT;
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
    size_t cells = ((bytes - 1) >> holes->shift) + 1, entries = cells;
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

static void mems_holes_drop(struct mems_holes *holes, struct mems_system *system)
{
    mems_table_drop(&holes->lists, system);
    for (int round = 0; round < MEMS_ROUNDS; round++)
        mems_table_drop(&holes->rounds[round], system);
}

/* ---- the tournament ------------------------------------------------------------------------ */

static int32_t mems_largest_of_group(const int32_t *group)
{
    int32_t largest = 0;
    for (size_t i = 0; i < MEMS_FANOUT; i++)
        largest = group[i] > largest ? group[i] : largest;
    return largest;
}

/* A bit for each entry of a group that is at least `size`. All sixteen are compared: an early way
   out would be guessed wrong most of the time. */
#if defined __SSE2__
static MEMS_INLINE unsigned mems_large_of_group(const int32_t *group, int32_t size)
{
    const __m128i *fours = (const __m128i *)(const void *)group;
    __m128i less = _mm_set1_epi32(size - 1);
    __m128i low = _mm_packs_epi32(_mm_cmpgt_epi32(_mm_loadu_si128(fours), less),
                                  _mm_cmpgt_epi32(_mm_loadu_si128(fours + 1), less));
    __m128i high = _mm_packs_epi32(_mm_cmpgt_epi32(_mm_loadu_si128(fours + 2), less),
                                   _mm_cmpgt_epi32(_mm_loadu_si128(fours + 3), less));
    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(low, high));
}
#else
static MEMS_INLINE unsigned mems_large_of_group(const int32_t *group, int32_t size)
{
    unsigned large = 0;
    for (size_t i = 0; i < MEMS_FANOUT; i++)
        large |= (unsigned)(group[i] >= size) << i;
    return large;
}
#endif

/* A hole of `size` bytes is in the cell now: every entry above it has to be as large. */
static MEMS_INLINE void mems_entries_raise(struct mems_holes *holes, size_t cell, size_t size)
{
    int32_t capped = mems_capped(size);
    for (int round = 0; round < holes->height; round++, cell /= MEMS_FANOUT) {
        int32_t *entry = mems_round(holes, round) + cell;
        if (*entry >= capped)
            return;
        *entry = capped;
    }
}

/* The first cell whose entry is at least `size`, from the `large` entries of i's group on; or
   MEMS_NO_CELL. Up until an entry promises enough, then down to its cell. A group that does not
   keep the promise of the entry above it has that entry lowered, and the way leads up again. */
static size_t mems_seek_cell(struct mems_holes *holes, int round, size_t i, unsigned large,
                             int32_t size)
{
    for (;;) {
        while (!large) {
            i /= MEMS_FANOUT;
            if (MEMS_UNLIKELY(++round >= holes->height))
                return MEMS_NO_CELL;
            large = mems_large_of_group(mems_group(holes, round, i), size);
            large &= ~1u << i % MEMS_FANOUT;
        }
        i = i / MEMS_FANOUT * MEMS_FANOUT + (size_t)__builtin_ctz(large);
        if (round-- == 0)
            return i;
        i *= MEMS_FANOUT;
        const int32_t *group = mems_group(holes, round, i);
        large = mems_large_of_group(group, size);
        if (MEMS_UNLIKELY(!large))
            mems_round(holes, round + 1)[i / MEMS_FANOUT] = mems_largest_of_group(group);
    }
}

/* The first cell at or after `from` whose entry is at least `size`; MEMS_NO_CELL if there is none.
   `from` itself is tried before its group: from a floor on, it is right more often than not.
   A search of the whole range begins at the last round, and so lowers what is not kept there. */
static MEMS_INLINE size_t mems_first_cell(struct mems_holes *holes, size_t from, int32_t size)
{
    int last = holes->height - 1;
    if (MEMS_UNLIKELY(from >= holes->cells))
        return MEMS_NO_CELL;
    if (mems_round(holes, 0)[from] >= size)
        return from;
    unsigned large = mems_large_of_group(mems_group(holes, 0, from), size);
    large &= ~0u << from % MEMS_FANOUT;
    if (large)
        return from / MEMS_FANOUT * MEMS_FANOUT + (size_t)__builtin_ctz(large);
    if (from)
        return mems_seek_cell(holes, 0, from, 0, size);
    return mems_seek_cell(holes, last, 0, mems_large_of_group(mems_round(holes, last), size), size);
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

#endif
