/*
 * exact/check.h: every invariant of the heap of exact.h, walked from the chain to the indices
 * and back. Takes time in proportion to the whole heap.
 */
#ifndef MEMS_EXACT_CHECK_H
#define MEMS_EXACT_CHECK_H

#include "exact.h"

/* Counts live blocks and their bytes, which no call has to keep up to date. */
static void mems_count_blocks(size_t *blocks, size_t *payload_bytes)
{
    *blocks = *payload_bytes = 0;
    for (const MainChainNode *node = head; node; node = node->next)
        for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next)
            if (sub->type == MEMS_PROCESS) {
                ++*blocks;
                *payload_bytes += sub->size;
            }
}

/* What the walk along the chains adds up, to be compared with what the heap says. */
struct mems_tally {
    size_t offset; /* where the next node has to start */
    size_t blocks;
    size_t open_holes;
};

/* Nonzero if the bits [from, to) of a bitmap are all as said. */
static int mems_bitmap_is(const uint64_t *bitmap, size_t from, size_t to, int live)
{
    for (size_t bit = from; bit < to;) {
        uint64_t word = live ? ~bitmap[bit / 64] : bitmap[bit / 64];
        size_t end = bit / 64 * 64 + 64 < to ? bit / 64 * 64 + 64 : to;
        if (word >> (bit % 64) << (64 - (end - bit)))
            return 0;
        bit = end;
    }
    return 1;
}

/* [from, to) of a page is in a live block: a bitmap says so for all of it, an interval holds all
   of it or nothing. */
static int mems_frame_agrees_live(const struct mems_frames *frames, const struct mems_frame *frame,
                                  size_t from, size_t to)
{
    const uint64_t *bitmap = mems_bitmap_of(frames, frame);
    size_t live_from = frame->live_from, live_to = live_from + frame->live_size;
    if (bitmap)
        return mems_bitmap_is(bitmap, from, to, 1);
    return (from >= live_from && to <= live_to) || to <= live_from || from >= live_to;
}

/* [from, to) of a page is in a hole: nothing of it is called live. */
static int mems_frame_agrees_hole(const struct mems_frames *frames, const struct mems_frame *frame,
                                  size_t from, size_t to)
{
    const uint64_t *bitmap = mems_bitmap_of(frames, frame);
    size_t live_from = frame->live_from, live_to = live_from + frame->live_size;
    if (bitmap)
        return mems_bitmap_is(bitmap, from, to, 0);
    return frame->live_size == 0 || to <= live_from || from >= live_to;
}

/* What the frames say about the bytes of a node, page by page. */
static const char *mems_check_frames(const struct mems_heap *heap, const struct mems_node *node)
{
    size_t offset = mems_node_offset(node), end = offset + node->chain.size;
    while (offset < end) {
        size_t page = offset / PAGE_SIZE, page_start = page * PAGE_SIZE;
        size_t part_end = end < page_start + PAGE_SIZE ? end : page_start + PAGE_SIZE;
        const struct mems_frame *frame = mems_frame_of(&heap->frames, page);
        size_t from = offset - page_start, to = part_end - page_start;
        if (node->chain.type == MEMS_HOLE) {
            if (!mems_frame_agrees_hole(&heap->frames, frame, from, to))
                return "A frame calls bytes of a hole live.";
        } else if (!mems_frame_agrees_live(&heap->frames, frame, from, to))
            return "A frame knows a part of a block only.";
        else if (mems_page_state(&heap->base.pages, page) != MEMS_PRESENT)
            return "A block lies on a page that is not present.";
        offset = part_end;
    }
    return NULL;
}

static const char *mems_check_block(const struct mems_heap *heap, const struct mems_node *block)
{
    if (mems_starts_find(&heap->starts, block->chain.virtual_address) != block)
        return "A block is not found by its start.";
    if (block->link.beside.hole_below != mems_is_open_hole(mems_node_below(block)) ||
        block->link.beside.hole_above != mems_is_open_hole(mems_node_above(block)))
        return "A block does not know what lies beside it.";
    return mems_check_frames(heap, block);
}

/* A hole is listed in its cell unless it is lost. */
static const char *mems_check_hole(const struct mems_heap *heap, const struct mems_node *hole)
{
    const struct mems_node *listed = hole;
    if (!mems_is_lost(hole)) {
        listed = *mems_cell_list(&heap->holes, mems_cell_of(&heap->holes, hole));
        while (listed && listed != hole)
            listed = listed->next_link;
    }
    return listed ? mems_check_frames(heap, hole) : "A hole is not listed in its cell.";
}

static const char *mems_check_node(const struct mems_heap *heap, const struct mems_node *node,
                                   const struct mems_main *main_node, struct mems_tally *tally)
{
    const SubChainNode *chain = &node->chain, *next = chain->next;
    size_t into = tally->offset - mems_offset(main_node->chain.start_virtual_address);
    if (chain->size == 0)
        return "A node of the sub-chain has size 0.";
    if (mems_node_offset(node) != tally->offset)
        return "A node does not start where the one before it ends.";
    if (chain->physical_address != main_node->physical + into)
        return "A node's physical address does not fit its virtual one.";
    if (next && next->prev != chain)
        return "A sub-chain's prev does not lead back.";
    tally->offset += chain->size;
    if (chain->type == MEMS_PROCESS) {
        tally->blocks++;
        return mems_check_block(heap, node);
    }
    if (mems_is_open_hole(node) && mems_is_open_hole((const struct mems_node *)next))
        return "Two holes side by side are not merged.";
    tally->open_holes += !mems_is_lost(node);
    return mems_check_hole(heap, node);
}

static const char *mems_check_main(const struct mems_heap *heap, const struct mems_main *main_node,
                                   struct mems_tally *tally)
{
    const MainChainNode *chain = &main_node->chain;
    size_t end = tally->offset + chain->total_size;
    if (mems_offset(chain->start_virtual_address) != tally->offset)
        return "A main node does not start where the one before it ends.";
    if (chain->total_size == 0 || chain->total_size % PAGE_SIZE != 0)
        return "A main node is not a number of whole pages.";
    if (chain->next ? chain->next->prev != chain : heap->base.tail != main_node)
        return "The main chain's prev or tail does not lead back.";
    if (!chain->sub_chain_head || chain->sub_chain_head->prev)
        return "A sub-chain does not begin at its head.";
    for (size_t page = tally->offset / PAGE_SIZE; page < end / PAGE_SIZE; page++)
        if (mems_frame_of(&heap->frames, page)->physical !=
            main_node->physical + (page * PAGE_SIZE - tally->offset))
            return "A frame does not point to its page.";
    for (const SubChainNode *sub = chain->sub_chain_head; sub; sub = sub->next) {
        const char *fault = mems_check_node(heap, (const struct mems_node *)sub, main_node, tally);
        if (fault)
            return fault;
    }
    return tally->offset == end ? NULL : "The sizes in a sub-chain do not sum to total_size.";
}

/* The cells list only holes, as many as the chains have; and each entry keeps its promise. */
static const char *mems_check_index(const struct mems_holes *holes, size_t open_holes)
{
    size_t listed = 0, count = holes->cells;
    for (size_t cell = 0; cell < count; cell++) {
        for (struct mems_node *hole = *mems_cell_list(holes, cell); hole; hole = hole->next_link) {
            listed++;
            if (hole->next_link && mems_node_offset(hole->next_link) <= mems_node_offset(hole))
                return "A cell does not list its holes from the lowest up.";
            if (mems_cell_of(holes, hole) != cell || !mems_is_open_hole(hole))
                return "A cell lists what is no hole of its own.";
        }
        if (mems_round(holes, 0)[cell] < mems_largest_of_cell(holes, cell))
            return "A cell has a larger hole than its entry promises.";
    }
    if (listed != open_holes)
        return "The cells list more or fewer holes than the chains have.";
    for (int round = 0; round + 1 < holes->height; round++)
        for (size_t i = 0; i < mems_entries(holes, round + 1); i++)
            if (mems_round(holes, round + 1)[i] <
                mems_largest_of_group(mems_round(holes, round) + i * MEMS_FANOUT))
                return "A round of the tournament promises less than the one below.";
    return NULL;
}

#ifdef __cplusplus
extern "C"
#endif
    MEMS_WEAK const char *
    mems_check(void)
{
    const struct mems_heap *heap = &mems_heap;
    struct mems_tally tally = {0, 0, 0};
    for (const MainChainNode *node = head; node; node = node->next) {
        const char *fault = mems_check_main(heap, (const struct mems_main *)node, &tally);
        if (fault)
            return fault;
    }
    if (tally.offset != heap->base.span || next_virtual_address != mems_address(tally.offset))
        return "next_virtual_address is not the end of the last main node.";
    if (tally.blocks != heap->starts.count)
        return "There are more or fewer starts than blocks.";
    return mems_check_index(&heap->holes, tally.open_holes);
}

#endif
