/*
 * exact/exact.h: the heap that grants the very addresses of a naive first fit, only sooner.
 *
 * Three indices stand beside the chains, each for one question:
 *   holes.h   which hole does a request get?            O(log cells)
 *   starts.h  which block starts at this address?       one bucket
 *   frames.h  where is this byte, and is it live?       one load
 *
 * A block is cut from the low end of its hole; a freed block merges with the holes beside it in
 * its main node. In both, the node with the lower address stays and keeps its place in the
 * chain. So the first node of a sub-chain is the same for ever, and no node has to know its
 * main node.
 *
 *     mems_malloc:  [    hole A    ]          ->  [block A][ hole B ]
 *     mems_free:    [hole A][block B][hole C] ->  [       hole A       ]
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
    struct mems_table frames; /* struct mems_frame per page */
    struct mems_holes holes;
    struct mems_starts starts;
    struct mems_node *spare_nodes; /* freed ones, through next_link */
    size_t spare_count;
    struct mems_rover rover;
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
typedef char mems_assert_main[sizeof(struct mems_main) <= 64 ? 1 : -1];

/* Makes sure that `count` nodes can be taken. 0: no memory. */
static int mems_nodes_reserve(struct mems_heap *heap, size_t count)
{
    return MEMS_LIKELY(heap->spare_count >= count) ||
           mems_arena_reserve(&heap->base.arena, count * sizeof(struct mems_node),
                              &heap->base.system);
}

static struct mems_node *mems_node_take(struct mems_heap *heap)
{
    struct mems_node *node = heap->spare_nodes;
    if (!node)
        return (struct mems_node *)mems_arena_take(&heap->base.arena, sizeof *node);
    heap->spare_nodes = node->next_link;
    heap->spare_count--;
    return node;
}

static void mems_node_put(struct mems_heap *heap, struct mems_node *node)
{
    node->next_link = heap->spare_nodes;
    heap->spare_nodes = node;
    heap->spare_count++;
}

/* Cuts a node after its first `size` bytes: the rest is a new node of the same type, in the
   chain and in no index. Precondition: size < node size, and a node is reserved. */
static struct mems_node *mems_node_split(struct mems_heap *heap, struct mems_node *node,
                                         size_t size)
{
    struct mems_node *rest = mems_node_take(heap);
    rest->chain.size = node->chain.size - size;
    rest->chain.type = node->chain.type;
    rest->chain.virtual_address = (char *)node->chain.virtual_address + size;
    rest->chain.physical_address = (char *)node->chain.physical_address + size;
    rest->chain.next = node->chain.next;
    rest->chain.prev = &node->chain;
    rest->next_link = rest->previous_link = NULL;
    if (rest->chain.next)
        rest->chain.next->prev = &rest->chain;
    node->chain.next = &rest->chain;
    node->chain.size = size;
    return rest;
}

/* Joins the next node to this one: that node, now out of the chain. */
static struct mems_node *mems_node_join_next(struct mems_node *node)
{
    SubChainNode *gone = node->chain.next;
    node->chain.size += gone->size;
    node->chain.next = gone->next;
    if (gone->next)
        gone->next->prev = &node->chain;
    return (struct mems_node *)gone;
}

/* ---- growing ------------------------------------------------------------------------------- */

static int mems_tables_reserve(struct mems_heap *heap, size_t bytes)
{
    struct mems_system *system = &heap->base.system;
    size_t pages = bytes / PAGE_SIZE;
    return mems_table_reserve(&heap->frames, pages * sizeof(struct mems_frame), system) &&
           mems_table_reserve(&heap->base.pages.states, pages, system) &&
           mems_holes_reserve(&heap->holes, bytes, system);
}

/* A new main node for a block of `size` bytes: its hole, or NULL. Reserves two nodes of its own. */
static struct mems_node *mems_grow(struct mems_heap *heap, size_t size)
{
    size_t bytes = mems_round_up(size, PAGE_SIZE);
    if (!mems_nodes_reserve(heap, 5))
        return NULL;
    char *physical = mems_map(&heap->base.system, bytes);
    if (!physical)
        return NULL;
    if (!mems_tables_reserve(heap, heap->base.span + bytes)) {
        mems_unmap(physical, bytes);
        return NULL;
    }
    size_t offset = heap->base.span;
    for (size_t done = 0; done < bytes; done += PAGE_SIZE)
        mems_frame_of(&heap->frames, (offset + done) / PAGE_SIZE)->physical = physical + done;
    struct mems_main *main_node = (struct mems_main *)(void *)mems_node_take(heap);
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
    size_t start = mems_node_offset(hole);
    mems_holes_remove(&heap->holes, hole);
    struct mems_node *apart = hole;
    if (lost.first * PAGE_SIZE > start) {
        apart = mems_node_split(heap, hole, lost.first * PAGE_SIZE - start);
        mems_holes_insert(&heap->holes, hole);
    }
    size_t lost_size = (lost.end - lost.first) * PAGE_SIZE;
    if (apart->chain.size > lost_size)
        mems_holes_insert(&heap->holes, mems_node_split(heap, apart, lost_size));
    apart->next_link = apart;
}

/* Makes the pages under the first `size` bytes of a hole present. TAKEN: the hole has been cut
   up, look for another. */
static enum mems_restore mems_restore_hole(struct mems_heap *heap, struct mems_node *hole,
                                           size_t size)
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
static struct mems_node *mems_find_hole(struct mems_heap *heap, size_t size)
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

/* Cuts `size` bytes off the low end of an open hole, which leaves the index. */
static void mems_cut_hole(struct mems_heap *heap, struct mems_node *hole, size_t size)
{
    size_t whole = hole->chain.size;
    if (whole == size)
        mems_holes_remove(&heap->holes, hole);
    else
        mems_holes_replace(&heap->holes, hole, whole, mems_node_split(heap, hole, size));
}

/* Turns the first `size` bytes of an open hole into a block. */
static void mems_take(struct mems_heap *heap, struct mems_node *hole, size_t size)
{
    mems_cut_hole(heap, hole, size);
    hole->chain.type = MEMS_PROCESS;
    mems_starts_add(&heap->starts, hole);
    mems_frames_change(&heap->frames, mems_node_offset(hole), size, mems_frame_add);
}

/* Turns a node that is in no index into a hole and merges it with its neighbours. */
static void mems_release(struct mems_heap *heap, struct mems_node *node)
{
    struct mems_node *previous = (struct mems_node *)node->chain.prev;
    struct mems_node *absorbed = NULL;
    node->chain.type = MEMS_HOLE;
    if (mems_is_open_hole((struct mems_node *)node->chain.next))
        absorbed = mems_node_join_next(node);
    if (mems_is_open_hole(previous)) {
        if (absorbed)
            mems_holes_remove(&heap->holes, absorbed);
        mems_node_put(heap, mems_node_join_next(previous));
        mems_holes_raise(&heap->holes, mems_cell_of(previous), previous->chain.size);
    } else if (absorbed)
        mems_holes_replace(&heap->holes, absorbed, absorbed->chain.size, node);
    else
        mems_holes_insert(&heap->holes, node);
    if (absorbed)
        mems_node_put(heap, absorbed);
}

#endif
