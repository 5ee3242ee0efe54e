/*
 * exact/exact.h: the heap that grants the very addresses of a naive first fit, only sooner.
 *
 * Three indices stand beside the chains, each for one question:
 *   holes.h   which hole does a request get?            O(log cells)
 *   starts.h  which block starts at this address?       one bucket
 *   frames.h  where is this byte, and is it live?       one load
 *
 * A block is cut from the low end of its hole, which keeps its node and moves up; a freed block
 * joins the holes beside it in its main node, and again the hole's node stays. So a hole that
 * many blocks are cut from stays in its list, and both cases touch only neighbours that are
 * looked at anyway. Only the first node of a main node stays the first, whatever becomes of it: so
 * nobody ever has to find the main node of a node.
 *
 *     mems_malloc:  [    hole A    ]          ->  [block B][ hole A ]
 *     mems_free:    [block B][hole C]         ->  [     hole C      ]
 *                   [hole A][block B][hole C] ->  [     hole A      ]
 *
 * A call that may fail first reserves all it could need, then changes things; so a failure
 * leaves everything as it was.
 */
#ifndef MEMS_EXACT_H
#define MEMS_EXACT_H

#include "frames.h"
#include "holes.h"
#include "placement.h"
#include "starts.h"

struct mems_heap {
    struct mems_base base;
    struct mems_arena main_nodes; /* apart from the other nodes, which fill a cache line each */
    struct mems_frames frames;
    struct mems_holes holes;
    struct mems_starts starts;
    /* Freed nodes, last in, first out. next_link leads to the second one below, so that each is
       asked of the memory two calls before it is taken. */
    struct mems_node *spare_nodes;
    struct mems_node *spare_second;
    size_t spare_count;
    struct mems_rover rover;
    /* What was granted last, for mems_get(): a program asks for its pointer at once. The node may
       have become a hole or a spare one since, but then its type is MEMS_HOLE. */
    const struct mems_node *latest;
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

/* ---- nodes --------------------------------------------------------------------------------- */

typedef char mems_assert_node[sizeof(struct mems_node) == 64 ? 1 : -1];

/* Makes sure that `count` nodes can be taken. 0: no memory. */
static MEMS_INLINE int mems_nodes_reserve(struct mems_heap *heap, size_t count)
{
    return MEMS_LIKELY(heap->spare_count >= count) ||
           mems_arena_reserve(&heap->base.arena, count * sizeof(struct mems_node),
                              &heap->base.system);
}

static MEMS_INLINE struct mems_node *mems_node_take(struct mems_heap *heap)
{
    struct mems_node *node = heap->spare_nodes;
    if (MEMS_UNLIKELY(!node))
        return (struct mems_node *)mems_arena_take(&heap->base.arena, sizeof *node);
    heap->spare_nodes = heap->spare_second;
    heap->spare_second = node->next_link;
    heap->spare_count--;
    __builtin_prefetch(heap->spare_second, 1); /* it has long left the caches */
    return node;
}

static MEMS_INLINE void mems_node_put(struct mems_heap *heap, struct mems_node *node)
{
    node->next_link = heap->spare_second;
    heap->spare_second = heap->spare_nodes;
    heap->spare_nodes = node;
    heap->spare_count++;
}

static struct mems_node *mems_node_below(const struct mems_node *node)
{
    return (struct mems_node *)node->chain.prev;
}

static struct mems_node *mems_node_above(const struct mems_node *node)
{
    return (struct mems_node *)node->chain.next;
}

/* Tells the neighbours of a node whether it is an open hole. They are none: those would be merged
   with it, or are no more; a lost hole does not care. */
static MEMS_INLINE void mems_tell_beside(struct mems_node *node, int is_hole)
{
    if (MEMS_LIKELY(node->chain.prev != NULL))
        mems_node_below(node)->link.beside.hole_above = is_hole;
    if (MEMS_LIKELY(node->chain.next != NULL))
        mems_node_above(node)->link.beside.hole_below = is_hole;
}

/* Cuts the first `size` bytes off a node: a new node of the same type, below it in the chain and
   in no index. Precondition: size < node size, the node is not the first of its main node, and a
   node is reserved. */
static MEMS_INLINE struct mems_node *mems_cut_low_end(struct mems_heap *heap,
                                                      struct mems_node *node, size_t size)
{
    struct mems_node *low = mems_node_take(heap);
    low->chain.size = size;
    low->chain.type = node->chain.type;
    low->chain.virtual_address = node->chain.virtual_address;
    low->chain.physical_address = node->chain.physical_address;
    low->chain.prev = node->chain.prev;
    low->chain.next = &node->chain;
    low->next_link = NULL;
    node->chain.size -= size;
    node->chain.virtual_address = (char *)node->chain.virtual_address + size;
    node->chain.physical_address = (char *)node->chain.physical_address + size;
    node->chain.prev->next = &low->chain;
    node->chain.prev = &low->chain;
    return low;
}

/* Leaves a node its first `size` bytes; the others become a new node of the same type, above it in
   the chain and in no index. Precondition: size < node size, and a node is reserved. */
static struct mems_node *mems_cut_high_end(struct mems_heap *heap, struct mems_node *node,
                                           size_t size)
{
    struct mems_node *high = mems_node_take(heap);
    high->chain.size = node->chain.size - size;
    high->chain.type = node->chain.type;
    high->chain.virtual_address = (char *)node->chain.virtual_address + size;
    high->chain.physical_address = (char *)node->chain.physical_address + size;
    high->chain.prev = &node->chain;
    high->chain.next = node->chain.next;
    high->next_link = NULL;
    if (node->chain.next)
        node->chain.next->prev = &high->chain;
    node->chain.size = size;
    node->chain.next = &high->chain;
    return high;
}

/* Joins the next node to this one: that node, now out of the chain. */
static MEMS_INLINE struct mems_node *mems_join_next(struct mems_node *node)
{
    SubChainNode *gone = node->chain.next;
    node->chain.size += gone->size;
    node->chain.next = gone->next;
    if (gone->next)
        gone->next->prev = &node->chain;
    return (struct mems_node *)gone;
}

/* Joins the previous node to this one: that node, now out of the chain. Precondition: it is not the
   first of its main node. */
static MEMS_INLINE struct mems_node *mems_join_previous(struct mems_node *node)
{
    SubChainNode *gone = node->chain.prev;
    node->chain.size += gone->size;
    node->chain.virtual_address = gone->virtual_address;
    node->chain.physical_address = gone->physical_address;
    node->chain.prev = gone->prev;
    gone->prev->next = &node->chain;
    return (struct mems_node *)gone;
}

/* ---- growing ------------------------------------------------------------------------------- */

/* Keeps the cells of the index of holes between a 64th and a half of the blocks that the starts
   have room for: so lists are short, and the index of large blocks costs no more a block than that
   of small ones. Each recutting is paid for by as much growth. */
static void mems_holes_fit(struct mems_heap *heap, size_t bytes)
{
    struct mems_holes *holes = &heap->holes;
    size_t room = heap->starts.room;
    if (!holes->shift)
        holes->shift = MEMS_CELL_SHIFT;
    else if (bytes >> holes->shift > MEMS_FEWEST_CELLS && bytes >> holes->shift > room / 2)
        mems_holes_recut(holes, holes->shift + 1, &heap->base.system);
    else if (bytes >> holes->shift < room / 64 && holes->shift > MEMS_SMALLEST_CELL_SHIFT)
        mems_holes_recut(holes, holes->shift - 1, &heap->base.system);
}

static int mems_tables_reserve(struct mems_heap *heap, size_t bytes)
{
    struct mems_system *system = &heap->base.system;
    size_t pages = bytes / PAGE_SIZE;
    mems_holes_fit(heap, bytes);
    return mems_table_reserve(&heap->frames.rows, pages * sizeof(struct mems_frame), system) &&
           mems_holes_reserve(&heap->holes, bytes, system);
}

/* A new main node for a block of `size` bytes: its hole, or NULL. */
static MEMS_APART struct mems_node *mems_grow(struct mems_heap *heap, size_t size)
{
    size_t bytes = mems_round_up(size, PAGE_SIZE);
    if (!mems_nodes_reserve(heap, 3) ||
        !mems_arena_reserve(&heap->main_nodes, sizeof(struct mems_main), &heap->base.system))
        return NULL;
    char *physical = mems_map(&heap->base.system, bytes);
    if (!physical)
        return NULL;
    if (!mems_tables_reserve(heap, heap->base.span + bytes)) {
        mems_unmap(physical, bytes);
        return NULL;
    }
    size_t offset = heap->base.span;
    struct mems_main *main_node =
        (struct mems_main *)mems_arena_take(&heap->main_nodes, sizeof *main_node);
    for (size_t done = 0; done < bytes; done += PAGE_SIZE)
        mems_frame_of(&heap->frames, (offset + done) / PAGE_SIZE)->physical = physical + done;
    mems_main_append(&heap->base, main_node, physical, bytes);
    struct mems_node *hole = mems_node_take(heap);
    SubChainNode chain = {bytes, MEMS_HOLE, mems_address(offset), physical, NULL, NULL};
    hole->chain = chain;
    main_node->chain.sub_chain_head = &hole->chain;
    mems_holes_insert(&heap->holes, hole);
    return hole;
}

/* ---- trimmed pages ------------------------------------------------------------------------- */

/* Sets the lost pages of an open hole apart, as a hole that is in no index. */
static void mems_set_lost_apart(struct mems_heap *heap, struct mems_node *hole,
                                struct mems_range lost)
{
    size_t below = lost.first * PAGE_SIZE - mems_node_offset(hole);
    size_t lost_size = (lost.end - lost.first) * PAGE_SIZE;
    struct mems_node *apart = hole;
    mems_holes_remove(&heap->holes, hole);
    if (below > 0) {
        apart = mems_cut_high_end(heap, hole, below);
        mems_holes_insert(&heap->holes, hole);
    } else if (hole->chain.prev)
        mems_node_below(hole)->link.beside.hole_above = 0;
    if (apart->chain.size > lost_size)
        mems_holes_insert(&heap->holes, mems_cut_high_end(heap, apart, lost_size));
    else if (apart->chain.next)
        mems_node_above(apart)->link.beside.hole_below = 0;
    apart->next_link = apart;
}

/* Makes the pages under the first `size` bytes of a hole present. TAKEN: the hole has been cut
   up, look for another. */
static MEMS_APART enum mems_restore mems_restore_hole(struct mems_heap *heap,
                                                      struct mems_node *hole, size_t size)
{
    size_t offset = mems_node_offset(hole);
    struct mems_range range = {offset / PAGE_SIZE, (offset + size - 1) / PAGE_SIZE + 1};
    char *physical = mems_frame_of(&heap->frames, range.first)->physical;
    enum mems_restore outcome = mems_pages_restore(&heap->base.pages, &range, physical);
    if (outcome == MEMS_TAKEN)
        mems_set_lost_apart(heap, hole, range);
    return outcome;
}

/* ---- blocks -------------------------------------------------------------------------------- */

/* The hole for a block of `size` bytes, with its pages present and two nodes reserved; or NULL. */
static MEMS_INLINE struct mems_node *mems_find_hole(struct mems_heap *heap, size_t size)
{
    enum mems_restore outcome = MEMS_TAKEN;
    struct mems_node *hole = NULL;
    if (!mems_starts_reserve(&heap->starts, &heap->base.system))
        return NULL;
    while (outcome == MEMS_TAKEN) {
        if (!mems_nodes_reserve(heap, 3))
            return NULL;
        hole = mems_place(&heap->holes, size, &heap->rover);
        if (!hole)
            return mems_grow(heap, size);
        if (MEMS_LIKELY(!heap->base.pages.absent))
            return hole;
        outcome = mems_restore_hole(heap, hole, size);
    }
    return outcome == MEMS_RESTORED ? hole : NULL;
}

/* Cuts the first `size` bytes off an open hole: a node that is in no index, and that is told what
   lies beside it, as its neighbours are told that it is no hole. The hole keeps its node, and so
   its place in the index, unless it is the first of its main node. */
static MEMS_INLINE struct mems_node *mems_cut_hole(struct mems_heap *heap, struct mems_node *hole,
                                                   size_t size)
{
    static const struct mems_beside none = {0, 0}, hole_above = {0, 1};
    size_t start = mems_node_offset(hole), left = hole->chain.size - size;
    struct mems_node *low = hole;
    if (MEMS_LIKELY(left && hole->chain.prev)) {
        low = mems_cut_low_end(heap, hole, size);
        mems_holes_shrunk(&heap->holes, hole, start);
        mems_node_below(low)->link.beside.hole_above = 0;
    } else {
        mems_holes_remove(&heap->holes, hole);
        if (left)
            mems_holes_insert(&heap->holes, mems_cut_high_end(heap, hole, size));
        else
            mems_tell_beside(hole, 0);
    }
    low->link.beside = left ? hole_above : none;
    return low;
}

/* Turns the first `size` bytes of an open hole into a block. */
static MEMS_INLINE struct mems_node *mems_take(struct mems_heap *heap, struct mems_node *hole,
                                               size_t size)
{
    size_t offset = mems_node_offset(hole);
    struct mems_node **bucket = mems_bucket(&heap->starts, hole->chain.virtual_address);
    __builtin_prefetch(bucket, 1);
    struct mems_node *block = mems_cut_hole(heap, hole, size);
    block->chain.type = MEMS_PROCESS;
    mems_starts_add(&heap->starts, bucket, block);
    mems_frames_add(&heap->frames, offset, size);
    return block;
}

/* Turns a live node that is not among the starts into a hole and merges it with its neighbours. The
   hole below, or else above, keeps its node and its place in the index. */
static MEMS_INLINE void mems_release(struct mems_heap *heap, struct mems_node *node)
{
    struct mems_holes *holes = &heap->holes;
    struct mems_node *below = mems_node_below(node), *above = mems_node_above(node);
    struct mems_beside beside = node->link.beside;
    mems_frames_cut(&heap->frames, mems_node_offset(node), node->chain.size);
    node->chain.type = MEMS_HOLE;
    if (beside.hole_below) {
        if (beside.hole_above) {
            mems_holes_remove(holes, above);
            mems_node_put(heap, mems_join_next(node));
        } else if (above)
            above->link.beside.hole_below = 1;
        mems_node_put(heap, mems_join_next(below));
        mems_holes_raise(holes, mems_cell_of(holes, below), below->chain.size);
    } else if (!beside.hole_above) {
        mems_tell_beside(node, 1);
        mems_holes_insert(holes, node);
    } else if (MEMS_LIKELY(below != NULL)) {
        size_t start = mems_node_offset(above);
        below->link.beside.hole_above = 1;
        mems_node_put(heap, mems_join_previous(above));
        mems_holes_grown(holes, above, start);
    } else {
        mems_holes_remove(holes, above);
        mems_node_put(heap, mems_join_next(node));
        mems_holes_insert(holes, node);
    }
}

#endif
