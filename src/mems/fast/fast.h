/*
 * fast/fast.h: the heap that chooses addresses for speed.
 *
 * The virtual range is a sequence of runs of whole pages; each page leads to its run, and the
 * run knows which of its slots are live (runs.h). So mems_get() and mems_free() are a division,
 * which is a multiplication, and a bit.
 *
 *     page -> run        pages   0    1    2    3    4    5    6    7 ...
 *                               [ slots of 48   ][ hole  ][ large block  ]
 *
 * What `head` shows: a main node for a mapping, or for several that adjoin each other, and in its
 * sub-chain a node per run: PROCESS for a run of slots or a large block, HOLE for pages that are
 * nobody's. A block of up to 8 KiB has no node of its own, and "unused" does not count free slots.
 *
 *   Each class has a current run, which blocks are taken from, and a list of others with room.
 *   in the list of its class <=> 0 < used < capacity and not the current one (large: never)
 *
 * Blocks are aligned to 8 bytes, and to 16 or 32 if their size is a multiple of that; with
 * MEMS_ALIGN to more.
 */
#ifndef MEMS_FAST_H
#define MEMS_FAST_H

#include "bins.h"

/* The largest main node. While there is but one, a pointer that mems_get() answers with waits for
   no load; whether the address is live is looked up meanwhile. */
struct mems_near {
    size_t first_offset;
    size_t bytes;
    uintptr_t distance; /* physical - virtual address */
};

struct mems_heap {
    struct mems_base base;
    struct mems_table page_table; /* what each page leads to: a struct mems_run * */
    struct mems_near near_node;
    struct mems_run *current[MEMS_CLASSES];
    struct mems_run *with_room[MEMS_CLASSES];
    size_t run_count[MEMS_CLASSES];
    struct mems_run *spare_records[MEMS_SHAPES]; /* through next_link */
    struct mems_run nobody; /* what pages in holes lead to: nothing is live there */
    struct mems_bins bins;
    struct mems_run *last;    /* of the last main node */
    size_t pages_used;        /* of runs that are no holes */
    size_t high_water;        /* the decaying maximum of pages_used */
    size_t pages_turned_over; /* of runs that became holes since the mark came down */
};

#ifdef __cplusplus
extern "C" {
#endif
extern struct mems_heap mems_heap;
MEMS_WEAK struct mems_heap mems_heap;
MEMS_WEAK MainChainNode *head = NULL;
MEMS_WEAK void *next_virtual_address = (void *)(uintptr_t)MEMS_FIRST_ADDRESS;
#ifdef __cplusplus
}
#endif

static inline struct mems_run **mems_page_at(const struct mems_heap *heap, size_t page)
{
    return (struct mems_run **)(void *)heap->page_table.rows + page;
}

static size_t mems_first_page(const struct mems_run *run)
{
    return mems_offset(run->chain.virtual_address) / PAGE_SIZE;
}

static int mems_is_lost(const struct mems_run *run)
{
    return run->next_link == run;
}

static int mems_is_open_hole(const struct mems_run *run)
{
    return run && run->chain.type == MEMS_HOLE && !mems_is_lost(run);
}

/* ---- records ------------------------------------------------------------------------------- */

/* Makes sure that a record of the shape can be taken, and two for holes besides. */
static int mems_records_reserve(struct mems_heap *heap, unsigned shape)
{
    size_t bytes = 2 * mems_record_bytes(MEMS_LARGE) + sizeof(struct mems_main) + 64;
    if (!heap->spare_records[shape])
        bytes += mems_record_bytes(shape);
    return mems_arena_reserve(&heap->base.arena, bytes, &heap->base.system);
}

static struct mems_run *mems_record_take(struct mems_heap *heap, unsigned shape)
{
    struct mems_run *record = heap->spare_records[shape];
    if (record)
        heap->spare_records[shape] = record->next_link;
    else
        record = (struct mems_run *)mems_arena_take(&heap->base.arena, mems_record_bytes(shape));
    record->record_shape = shape;
    record->next_link = NULL;
    return record;
}

static void mems_record_put(struct mems_heap *heap, struct mems_run *record)
{
    record->next_link = heap->spare_records[record->record_shape];
    heap->spare_records[record->record_shape] = record;
}

/* ---- the sub-chain ------------------------------------------------------------------------- */

/* The main node is found by a walk, which only the first run of one ever needs; the newest is
   found at once. */
static MainChainNode *mems_main_of(const struct mems_heap *heap, const SubChainNode *first)
{
    MainChainNode *node = &heap->base.tail->chain;
    while (node->sub_chain_head != first)
        node = node->prev;
    return node;
}

/* Makes the run what its neighbour below, or the main node that knew `before` there, leads to. */
static void mems_link_from_below(struct mems_heap *heap, struct mems_run *run,
                                 const struct mems_run *before)
{
    if (run->chain.prev)
        run->chain.prev->next = &run->chain;
    else
        mems_main_of(heap, &before->chain)->sub_chain_head = &run->chain;
}

/* The last main node gets `bytes` more at its end. */
static void mems_main_extend(struct mems_base *base, size_t bytes)
{
    base->tail->chain.total_size += bytes;
    base->span += bytes;
    next_virtual_address = mems_address(base->span);
}

/* Moves where a run starts by `bytes`; where it ends stays. */
static void mems_move_start(struct mems_run *run, ptrdiff_t bytes)
{
    run->chain.virtual_address = (char *)run->chain.virtual_address + bytes;
    run->chain.physical_address = (char *)run->chain.physical_address + bytes;
    run->chain.size -= (size_t)bytes;
}

/* Cuts the first `bytes` off a run: they go to the record `low`, below it in the chain. If that
   is all of it the run leaves the chain. */
static void mems_run_cut(struct mems_heap *heap, struct mems_run *run, struct mems_run *low,
                         size_t bytes)
{
    low->chain = run->chain;
    low->chain.size = bytes;
    mems_link_from_below(heap, low, run);
    if (run->chain.size > bytes) {
        mems_move_start(run, (ptrdiff_t)bytes);
        low->chain.next = &run->chain;
    }
    if (low->chain.next)
        low->chain.next->prev = &low->chain;
    else if (heap->last == run)
        heap->last = low;
}

/* Joins the run below to this one; its record is spare then. */
static void mems_run_join_previous(struct mems_heap *heap, struct mems_run *run)
{
    struct mems_run *gone = mems_run_of(run->chain.prev);
    mems_move_start(run, -(ptrdiff_t)gone->chain.size);
    run->chain.prev = gone->chain.prev;
    mems_link_from_below(heap, run, gone);
    mems_record_put(heap, gone);
}

/* Joins the run above to this one; its record is spare then. */
static void mems_run_join_next(struct mems_heap *heap, struct mems_run *run)
{
    SubChainNode *gone = run->chain.next;
    run->chain.size += gone->size;
    run->chain.next = gone->next;
    if (gone->next)
        gone->next->prev = &run->chain;
    else if (&heap->last->chain == gone)
        heap->last = run;
    mems_record_put(heap, mems_run_of(gone));
}

/* ---- pages --------------------------------------------------------------------------------- */

static struct mems_range mems_pages_of(const struct mems_run *run)
{
    struct mems_range range = {mems_first_page(run), mems_first_page(run) + mems_run_pages(run)};
    return range;
}

static uintptr_t mems_distance(const struct mems_run *run)
{
    return (uintptr_t)run->chain.physical_address - (uintptr_t)run->chain.virtual_address;
}

/* Lets pages lead to the run that they belong to, or to nobody. */
static void mems_lead_pages(struct mems_heap *heap, struct mems_range range, struct mems_run *run)
{
    for (size_t page = range.first; page < range.end; page++)
        *mems_page_at(heap, page) = run;
}

#endif
