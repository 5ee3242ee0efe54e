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
 * What `head` shows: a main node per mapping, and in its sub-chain a node per run: PROCESS for a
 * run of slots or a large block, HOLE for pages that are nobody's. A block of up to 8 KiB has no
 * node of its own, and "unused" does not count free slots.
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

/* A mapping is an eighth of what there is, between these, and never less than is asked for. */
#define MEMS_SMALLEST_MAPPING ((size_t)256 << 10)
#define MEMS_LARGEST_MAPPING ((size_t)8 << 20)

/* Pages go back to the system when more are with us than the high-water mark of use, plus an
   eighth, plus this many, and only holes of at least MEMS_FEWEST_RETURNED pages do: asking for
   them again costs far more than keeping them. */
#define MEMS_SPARE_PAGES (((size_t)1 << 20) / PAGE_SIZE)
#define MEMS_FEWEST_RETURNED (((size_t)1 << 18) / PAGE_SIZE)
/* Whenever runs of this many times the mark have become holes, the mark comes down by a sixteenth
   of the way to what is in use. So a heap that fills and empties again and again keeps its pages,
   and one that has shrunk for good gives them back. */
#define MEMS_DECAY_TURNOVER 16
#define MEMS_DECAY_SHARE 16

struct mems_heap {
    struct mems_base base;
    struct mems_run *current[MEMS_CLASSES];
    struct mems_run *with_room[MEMS_CLASSES];
    size_t run_count[MEMS_CLASSES];
    struct mems_run *spare_records[MEMS_SHAPES]; /* through next_link */
    struct mems_table page_table; /* a struct mems_page for each */
    struct mems_run nobody;       /* what pages in holes lead to: nothing is live there */
    struct mems_bins bins;
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

static inline struct mems_page *mems_page_at(const struct mems_heap *heap, size_t page)
{
    return (struct mems_page *)(void *)heap->page_table.rows + page;
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
        record = (struct mems_run *)mems_arena_take(&heap->base.arena,
                                                    mems_record_bytes(shape));
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
    struct mems_page leading = {mems_distance(run), run};
    for (size_t page = range.first; page < range.end; page++)
        *mems_page_at(heap, page) = leading;
}

/* Maps at least `bytes`: the hole, in a main node of its own, or NULL. Records are reserved. */
static struct mems_run *mems_grow_by(struct mems_heap *heap, size_t bytes)
{
    struct mems_base *base = &heap->base;
    size_t pages = (base->span + bytes) / PAGE_SIZE;
    char *physical = mems_map(&base->system, bytes);
    if (!physical)
        return NULL;
    if (!mems_table_reserve(&heap->page_table, pages * sizeof(struct mems_page), &base->system) ||
        !mems_table_reserve(&base->pages.states, pages, &base->system)) {
        mems_unmap(physical, bytes);
        return NULL;
    }
    SubChainNode chain = {bytes, MEMS_HOLE, mems_address(base->span), physical, NULL, NULL};
    struct mems_main *main_node = (struct mems_main *)mems_arena_take(&base->arena, 64);
    mems_main_append(base, main_node, physical, bytes);
    struct mems_run *hole = mems_record_take(heap, MEMS_LARGE);
    hole->chain = chain;
    mems_lead_pages(heap, mems_pages_of(hole), &heap->nobody);
    main_node->chain.sub_chain_head = &hole->chain;
    mems_bins_insert(&heap->bins, hole);
    return hole;
}

static struct mems_run *mems_grow(struct mems_heap *heap, size_t bytes)
{
    size_t wanted = mems_round_up(heap->base.span / 8, PAGE_SIZE);
    if (wanted < MEMS_SMALLEST_MAPPING)
        wanted = mems_round_up(MEMS_SMALLEST_MAPPING, PAGE_SIZE);
    if (wanted > MEMS_LARGEST_MAPPING)
        wanted = mems_round_up(MEMS_LARGEST_MAPPING, PAGE_SIZE);
    struct mems_run *hole = wanted > bytes ? mems_grow_by(heap, wanted) : NULL;
    return hole ? hole : mems_grow_by(heap, bytes);
}

/* Sets the lost pages of a hole apart, as a hole that is in no bin. */
static void mems_set_lost_apart(struct mems_heap *heap, struct mems_run *hole,
                                struct mems_range lost)
{
    size_t below = (lost.first - mems_first_page(hole)) * PAGE_SIZE;
    size_t lost_size = (lost.end - lost.first) * PAGE_SIZE;
    mems_bins_remove(&heap->bins, hole);
    if (below > 0) {
        struct mems_run *low = mems_record_take(heap, MEMS_LARGE);
        mems_run_cut(heap, hole, low, below);
        mems_bins_insert(&heap->bins, low);
    }
    struct mems_run *apart = hole;
    if (hole->chain.size > lost_size) {
        apart = mems_record_take(heap, MEMS_LARGE);
        mems_run_cut(heap, hole, apart, lost_size);
        mems_bins_insert(&heap->bins, hole);
    }
    apart->next_link = apart;
}

/* Makes the first `bytes` of a hole present. */
static enum mems_restore mems_restore_hole(struct mems_heap *heap, struct mems_run *hole,
                                           size_t bytes)
{
    struct mems_range range = mems_pages_of(hole);
    range.end = range.first + bytes / PAGE_SIZE;
    enum mems_restore outcome = mems_pages_restore(&heap->base.pages, &range,
                                                   (char *)hole->chain.physical_address);
    if (outcome == MEMS_TAKEN)
        mems_set_lost_apart(heap, hole, range);
    return outcome;
}

/* A hole of at least `bytes` whose first `bytes` are present, with records reserved for cutting a
   run of the shape off it; or NULL. */
static struct mems_run *mems_find_hole(struct mems_heap *heap, size_t bytes, unsigned shape)
{
    enum mems_restore outcome = MEMS_TAKEN;
    struct mems_run *hole = NULL;
    while (outcome == MEMS_TAKEN) {
        if (!mems_records_reserve(heap, shape))
            return NULL;
        hole = mems_bins_find(&heap->bins, bytes / PAGE_SIZE);
        if (!hole)
            return mems_grow(heap, bytes);
        outcome = mems_restore_hole(heap, hole, bytes);
    }
    return outcome == MEMS_RESTORED ? hole : NULL;
}

/* Cuts `bytes` off the low end of a hole for the record `low`. */
static void mems_take_from_hole(struct mems_heap *heap, struct mems_run *hole,
                                struct mems_run *low, size_t bytes)
{
    mems_bins_remove(&heap->bins, hole);
    int all = hole->chain.size == bytes;
    mems_run_cut(heap, hole, low, bytes);
    if (all)
        mems_record_put(heap, hole);
    else
        mems_bins_insert(&heap->bins, hole);
    heap->pages_used += bytes / PAGE_SIZE;
    if (heap->pages_used > heap->high_water)
        heap->high_water = heap->pages_used;
}

/* A new run of the class; size: of the block if the class is MEMS_LARGE. NULL: no memory. */
static struct mems_run *mems_run_new(struct mems_heap *heap, unsigned class_index, size_t size)
{
    unsigned shape = mems_shape_for(class_index, heap->run_count[class_index]);
    size_t bytes = shape ? mems_run_bytes(shape) : mems_round_up(size, PAGE_SIZE);
    struct mems_run *hole = mems_find_hole(heap, bytes, shape);
    if (!hole)
        return NULL;
    struct mems_run *run = mems_record_take(heap, shape);
    mems_take_from_hole(heap, hole, run, bytes);
    mems_run_start(run, shape, size);
    mems_lead_pages(heap, mems_pages_of(run), run);
    heap->run_count[class_index]++;
    return run;
}

/* ---- pages go back ------------------------------------------------------------------------- */

/* Pages of main nodes that are with us. */
static size_t mems_pages_present(const struct mems_heap *heap)
{
    const struct mems_pages *pages = &heap->base.pages;
    return heap->base.span / PAGE_SIZE - pages->absent - pages->lost;
}

/* Gives back holes of at least `fewest` pages, the largest first, until no more than `limit`
   pages are with us: how many went. */
static size_t mems_release_holes(struct mems_heap *heap, size_t fewest, size_t limit)
{
    size_t released = 0;
    for (int bin = MEMS_LEVELS * MEMS_BINS_PER_LEVEL - 1; bin >= 0; bin--) {
        struct mems_run *hole = heap->bins.bins[bin / MEMS_BINS_PER_LEVEL]
                                               [bin % MEMS_BINS_PER_LEVEL];
        for (; hole; hole = hole->next_link)
            if (mems_run_pages(hole) >= fewest && mems_pages_present(heap) > limit)
                released += mems_pages_release(&heap->base.pages, mems_pages_of(hole),
                                               (char *)hole->chain.physical_address);
    }
    heap->base.system.keep_clear |= released > 0;
    return released;
}

/* Turns a run into a hole and merges it with the holes beside it, which keep their records. */
static void mems_run_release(struct mems_heap *heap, struct mems_run *run)
{
    struct mems_run *next = mems_run_of(run->chain.next);
    struct mems_run *previous = mems_run_of(run->chain.prev);
    heap->pages_used -= mems_run_pages(run);
    heap->pages_turned_over += mems_run_pages(run);
    heap->run_count[run->class_index]--;
    mems_lead_pages(heap, mems_pages_of(run), &heap->nobody);
    run->chain.type = MEMS_HOLE;
    run->next_link = run->previous_link = NULL;
    if (mems_is_open_hole(next)) {
        mems_bins_remove(&heap->bins, next);
        mems_run_join_previous(heap, next);
        run = next;
    }
    if (mems_is_open_hole(previous)) {
        mems_bins_remove(&heap->bins, previous);
        mems_run_join_next(heap, previous);
        run = previous;
    }
    mems_bins_insert(&heap->bins, run);
}

/* Current runs without a live slot become holes, the mark comes down, and pages beyond what it
   allows go back. Now and then, after a run was released. */
static void mems_decay(struct mems_heap *heap)
{
    if (MEMS_LIKELY(heap->pages_turned_over <= heap->high_water * MEMS_DECAY_TURNOVER))
        return;
    heap->pages_turned_over = 0;
    for (unsigned class_index = 1; class_index < MEMS_CLASSES; class_index++) {
        struct mems_run *run = heap->current[class_index];
        if (run && run->used == 0) {
            heap->current[class_index] = NULL;
            mems_run_release(heap, run);
        }
    }
    heap->high_water -= (heap->high_water - heap->pages_used) / MEMS_DECAY_SHARE;
    size_t limit = heap->high_water + heap->high_water / 8 + MEMS_SPARE_PAGES;
    mems_release_holes(heap, MEMS_FEWEST_RETURNED, limit);
}

#endif
