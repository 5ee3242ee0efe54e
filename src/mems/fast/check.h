/*
 * fast/check.h: every invariant of the heap of fast.h, and what mems_stats() counts.
 */
#ifndef MEMS_FAST_CHECK_H
#define MEMS_FAST_CHECK_H

#include "mappings.h"

static unsigned mems_count_live(const struct mems_run *run)
{
    unsigned live = 0;
    for (unsigned slot = 0; slot < run->capacity; slot++)
        live += mems_slot_is_live(run, slot) != 0;
    return live;
}

/* Counts live blocks and their bytes, which no call has to keep up to date. */
static void mems_count_blocks(size_t *blocks, size_t *payload_bytes)
{
    *blocks = *payload_bytes = 0;
    for (const MainChainNode *node = head; node; node = node->next)
        for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next) {
            const struct mems_run *run = mems_run_of(sub);
            if (sub->type == MEMS_HOLE)
                continue;
            *blocks += run->used;
            for (unsigned slot = 0; slot < run->capacity; slot++)
                if (mems_slot_is_live(run, slot))
                    *payload_bytes += mems_slot_payload(run, slot);
        }
}

static int mems_is_in_list(const struct mems_run *list, const struct mems_run *run)
{
    while (list && list != run)
        list = list->next_link;
    return list != NULL;
}

static const char *mems_check_reaches(const struct mems_run *run)
{
    for (unsigned slot = 0; slot <= run->capacity; slot++) {
        int reaches = mems_reach_of(run)[slot] > 0;
        if (reaches != (mems_slot_is_live(run, slot) && run->class_index != MEMS_LARGE))
            return "A slot is live and has no reach, or the other way round.";
    }
    return NULL;
}

static const char *mems_check_slots(const struct mems_heap *heap, const struct mems_run *run)
{
    if (run->used != mems_count_live(run))
        return "A run's count of live slots is not the number of live bits.";
    if ((size_t)run->slot_size * run->capacity > run->chain.size)
        return "A run's slots do not fit its pages.";
    const char *fault = mems_check_reaches(run);
    if (fault)
        return fault;
    if (run->class_index == MEMS_LARGE)
        return run->used == 1 ? NULL : "A large block is not live.";
    int current = run == heap->current[run->class_index];
    int listed = mems_is_in_list(heap->with_room[run->class_index], run);
    if (listed != (!current && run->used > 0 && run->used < run->capacity))
        return "A run with room is not listed, or a run without is.";
    return run->used > 0 || current ? NULL : "An empty run was not made a hole.";
}

static const char *mems_check_hole(const struct mems_heap *heap, const struct mems_run *hole)
{
    struct mems_bin bin = mems_bin_of(mems_run_pages(hole));
    if (mems_is_open_hole(hole) && mems_is_open_hole(mems_run_of(hole->chain.next)))
        return "Two holes side by side are not merged.";
    if (!mems_is_lost(hole) && !mems_is_in_list(heap->bins.bins[bin.level][bin.number], hole))
        return "A hole is not in its bin.";
    return NULL;
}

static const char *mems_check_pages(const struct mems_heap *heap, const struct mems_run *run)
{
    struct mems_range range = mems_pages_of(run);
    int is_hole = run->chain.type == MEMS_HOLE;
    const struct mems_run *leads_to = is_hole ? &heap->nobody : run;
    for (size_t page = range.first; page < range.end; page++) {
        if (*mems_page_at(heap, page) != leads_to)
            return "A page does not lead to its run.";
        if (!is_hole && mems_page_state(&heap->base.pages, page) != MEMS_PRESENT)
            return "A run lies on a page that is not present.";
    }
    return NULL;
}

static int mems_near_node_is(const struct mems_heap *heap, const struct mems_main *node)
{
    const struct mems_near *near_node = &heap->near_node;
    uintptr_t start = (uintptr_t)node->chain.start_virtual_address;
    return near_node->bytes == node->chain.total_size &&
           near_node->first_offset == mems_offset(node->chain.start_virtual_address) &&
           near_node->distance == (uintptr_t)node->physical - start;
}

static const char *mems_check_run(const struct mems_heap *heap, const struct mems_run *run,
                                  const struct mems_main *main_node, size_t offset)
{
    const SubChainNode *chain = &run->chain;
    size_t into = offset - mems_offset(main_node->chain.start_virtual_address);
    if (chain->size == 0 || chain->size % PAGE_SIZE != 0)
        return "A run is not a number of whole pages.";
    if (mems_offset(chain->virtual_address) != offset)
        return "A run does not start where the one before it ends.";
    if (chain->physical_address != main_node->physical + into)
        return "A run's physical address does not fit its virtual one.";
    if (chain->next && chain->next->prev != chain)
        return "A sub-chain's prev does not lead back.";
    const char *fault = mems_check_pages(heap, run);
    if (fault)
        return fault;
    return chain->type == MEMS_HOLE ? mems_check_hole(heap, run) : mems_check_slots(heap, run);
}

#ifdef __cplusplus
extern "C"
#endif
    MEMS_WEAK const char *
    mems_check(void)
{
    const struct mems_heap *heap = &mems_heap;
    size_t offset = 0, pages_used = 0;
    int near_node_found = !head;
    for (const MainChainNode *node = head; node; node = node->next) {
        const struct mems_main *main_node = (const struct mems_main *)node;
        size_t end = offset + node->total_size;
        if (mems_offset(node->start_virtual_address) != offset)
            return "A main node does not start where the one before it ends.";
        if (node->next ? node->next->prev != node : heap->base.tail != main_node)
            return "The main chain's prev or tail does not lead back.";
        if (node->total_size > heap->near_node.bytes)
            return "A main node is larger than the largest.";
        near_node_found |= mems_near_node_is(heap, main_node);
        for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next) {
            const struct mems_run *run = mems_run_of(sub);
            const char *fault = mems_check_run(heap, run, main_node, offset);
            if (fault)
                return fault;
            if (!sub->next && !node->next && run != heap->last)
                return "The last run is another one than the heap knows.";
            offset += sub->size;
            pages_used += sub->type == MEMS_HOLE ? 0 : mems_run_pages(run);
        }
        if (offset != end)
            return "The sizes in a sub-chain do not sum to total_size.";
    }
    if (offset != heap->base.span || next_virtual_address != mems_address(offset))
        return "next_virtual_address is not the end of the last main node.";
    if (!near_node_found)
        return "The largest main node is none of the chain.";
    return pages_used == heap->pages_used ? NULL : "The count of pages in use is wrong.";
}

#endif
