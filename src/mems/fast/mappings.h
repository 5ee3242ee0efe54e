/*
 * fast/mappings.h: where runs get their pages from, and where their pages go.
 *
 * The last main node is extended as long as the system has nothing else behind it, so there is
 * mostly one main node, all holes beside each other merge, and a large block at the end can grow
 * where it is. The first mapping is therefore asked for far below where the system would put it.
 * Nothing is reserved there: if something else gets in the way the next mapping is a main node of
 * its own.
 *
 *     [ runs and holes ... last ][ next mapping ...          room          | what others map ]
 */
#ifndef MEMS_MAPPINGS_H
#define MEMS_MAPPINGS_H

#include "fast.h"

/* A mapping is an eighth of what there is, between these, and never less than is asked for. */
#define MEMS_SMALLEST_MAPPING ((size_t)256 << 10)
#define MEMS_LARGEST_MAPPING ((size_t)8 << 20)

/* From the first mapping up to the first records: 64 GiB of addresses, or 1 MiB where addresses
   have 32 bits. */
#define MEMS_ROOM ((uintptr_t)1 << (sizeof(void *) * 4 + 4))

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

/* ---- pages that were given back ------------------------------------------------------------ */

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
    enum mems_restore outcome =
        mems_pages_restore(&heap->base.pages, &range, (char *)hole->chain.physical_address);
    if (outcome == MEMS_TAKEN)
        mems_set_lost_apart(heap, hole, range);
    return outcome;
}

/* ---- more pages ---------------------------------------------------------------------------- */

/* Maps pages at the place or, if that is NULL or not free, elsewhere; with rows in the tables. */
static char *mems_map_pages(struct mems_heap *heap, char *place, size_t bytes)
{
    struct mems_base *base = &heap->base;
    size_t pages = (base->span + bytes) / PAGE_SIZE;
    char *physical = place ? mems_map_at(place, bytes) : mems_map(&base->system, bytes);
    if (!physical)
        return NULL;
    if (mems_table_reserve(&heap->page_table, pages * sizeof(struct mems_run *), &base->system))
        return physical;
    mems_unmap(physical, bytes);
    return NULL;
}

static char *mems_physical_end(const struct mems_heap *heap)
{
    const struct mems_main *tail = heap->base.tail;
    return tail ? tail->physical + tail->chain.total_size : NULL;
}

/* The last main node has grown. */
static void mems_find_nearest(struct mems_heap *heap)
{
    const MainChainNode *node = &heap->base.tail->chain;
    if (node->total_size < heap->near_node.bytes)
        return;
    heap->near_node.first_offset = mems_offset(node->start_virtual_address);
    heap->near_node.bytes = node->total_size;
    heap->near_node.distance =
        (uintptr_t)heap->base.tail->physical - (uintptr_t)node->start_virtual_address;
}

/* Appends new pages to the last main node if they adjoin it, or else in one of their own: the
   hole that they are in. Records are reserved. */
static struct mems_run *mems_append(struct mems_heap *heap, char *physical, size_t bytes)
{
    struct mems_base *base = &heap->base;
    struct mems_run *last = physical == mems_physical_end(heap) ? heap->last : NULL;
    SubChainNode chain = {bytes, MEMS_HOLE, mems_address(base->span), physical, NULL, NULL};
    struct mems_run *hole = heap->last = mems_record_take(heap, MEMS_LARGE);
    hole->chain = chain;
    mems_lead_pages(heap, mems_pages_of(hole), &heap->nobody);
    if (last) {
        hole->chain.prev = &last->chain;
        last->chain.next = &hole->chain;
        mems_main_extend(base, bytes);
    } else {
        struct mems_main *main_node = (struct mems_main *)mems_arena_take(&base->arena, 64);
        mems_main_append(base, main_node, physical, bytes);
        main_node->chain.sub_chain_head = &hole->chain;
    }
    mems_find_nearest(heap);
    if (mems_is_open_hole(last)) {
        mems_bins_remove(&heap->bins, last);
        mems_run_join_next(heap, last);
        hole = last;
    }
    mems_bins_insert(&heap->bins, hole);
    return hole;
}

/* Maps `bytes` right behind the last main node: the hole there, or NULL if that cannot be. */
static struct mems_run *mems_extend_by(struct mems_heap *heap, size_t bytes)
{
    char *end = mems_physical_end(heap), *physical = end ? mems_map_pages(heap, end, bytes) : NULL;
    if (physical == end)
        return end ? mems_append(heap, end, bytes) : NULL;
    if (physical)
        mems_unmap(physical, bytes);
    return NULL;
}

/* Maps `bytes` as a main node: the hole in it, or NULL. The first one has room behind it. */
static struct mems_run *mems_add_main(struct mems_heap *heap, size_t bytes)
{
    uintptr_t records = (uintptr_t)heap->base.arena.chunks;
    int has_room_below = !heap->base.tail && records > MEMS_ROOM;
    char *place = has_room_below ? (char *)(records - MEMS_ROOM) : NULL;
    char *physical = mems_map_pages(heap, place, bytes);
    return physical ? mems_append(heap, physical, bytes) : NULL;
}

/* How much to map where at least so much is needed, so that it is not needed again soon. */
static size_t mems_map_ahead(const struct mems_heap *heap, size_t least)
{
    size_t bytes = heap->base.span / 8;
    if (bytes < MEMS_SMALLEST_MAPPING)
        bytes = MEMS_SMALLEST_MAPPING;
    if (bytes > MEMS_LARGEST_MAPPING)
        bytes = MEMS_LARGEST_MAPPING;
    return mems_round_up(bytes > least ? bytes : least, PAGE_SIZE);
}

/* Makes the hole at the end of the last main node, which is present, `bytes` long: the hole, or
   NULL. */
static struct mems_run *mems_extend(struct mems_heap *heap, size_t bytes)
{
    struct mems_run *last = mems_is_open_hole(heap->last) ? heap->last : NULL;
    size_t there = last ? last->chain.size : 0;
    if (there >= bytes)
        return last;
    struct mems_run *hole = mems_extend_by(heap, mems_map_ahead(heap, bytes - there));
    return hole ? hole : mems_extend_by(heap, bytes - there);
}

/* A hole of `bytes` with new pages, or NULL. */
static struct mems_run *mems_grow(struct mems_heap *heap, size_t bytes)
{
    struct mems_run *hole = mems_extend(heap, bytes);
    if (!hole)
        hole = mems_add_main(heap, mems_map_ahead(heap, bytes));
    return hole ? hole : mems_add_main(heap, bytes);
}

/* ---- runs ---------------------------------------------------------------------------------- */

/* The same for all of the hole at the end of the last main node, if there is one. */
static enum mems_restore mems_restore_last(struct mems_heap *heap)
{
    struct mems_run *last = heap->last;
    return mems_is_open_hole(last) ? mems_restore_hole(heap, last, last->chain.size)
                                   : MEMS_RESTORED;
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
        outcome = hole ? mems_restore_hole(heap, hole, bytes) : mems_restore_last(heap);
    }
    if (outcome != MEMS_RESTORED)
        return NULL;
    return hole ? hole : mems_grow(heap, bytes);
}

/* Cuts `bytes` off the low end of a hole for the record `low`. */
static void mems_take_from_hole(struct mems_heap *heap, struct mems_run *hole, struct mems_run *low,
                                size_t bytes)
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
        struct mems_run *hole =
            heap->bins.bins[bin / MEMS_BINS_PER_LEVEL][bin % MEMS_BINS_PER_LEVEL];
        for (; hole; hole = hole->next_link)
            if (mems_run_pages(hole) >= fewest && mems_pages_present(heap) > limit)
                released +=
                    mems_pages_release(&heap->base.pages, mems_pages_of(hole),
                                       (char *)hole->chain.physical_address, &heap->base.system);
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
