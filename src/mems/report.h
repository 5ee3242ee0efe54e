/*
 * report.h: the public functions that only look, and those made of the others. They know the
 * chains and the shared part of the heap, and so serve `exact` and `fast` alike.
 */
#ifndef MEMS_REPORT_H
#define MEMS_REPORT_H

#include "chain.h"

#ifdef __cplusplus
extern "C" {
#endif

MEMS_WEAK const char *mems_error(void)
{
    return mems_heap.base.error;
}

MEMS_WEAK void *mems_calloc(size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return mems_fail(&mems_heap.base, MEMS_ERROR_TOO_LARGE);
    void *block = mems_malloc(count * size);
    if (!mems_heap.base.error)
        __builtin_memset(mems_get(block), 0, count * size);
    return block;
}

MEMS_WEAK void mems_stats(struct mems_stats *stats)
{
    const struct mems_base *base = &mems_heap.base;
    struct mems_stats sum = {0, 0, 0, 0, 0, 0, 0, 0, 0};
    for (const MainChainNode *node = head; node; node = node->next) {
        sum.main_nodes++;
        for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next) {
            if (sub->type != MEMS_HOLE)
                continue;
            sum.holes++;
            sum.hole_bytes += sub->size;
            if (sub->size > sum.largest_hole)
                sum.largest_hole = sub->size;
        }
    }
    sum.pages = base->span / PAGE_SIZE;
    mems_count_blocks(&sum.blocks, &sum.payload_bytes);
    sum.mapped_bytes = base->span - (base->pages.absent + base->pages.lost) * PAGE_SIZE;
    sum.metadata_bytes = base->system.metadata_bytes;
    *stats = sum;
}

/* Prints a main node in one line. */
static void mems_print_main(const MainChainNode *node)
{
    uintptr_t start = (uintptr_t)node->start_virtual_address;
    printf("MAIN[%zu:%zu]-> ", (size_t)start, (size_t)(start + node->total_size - 1));
    for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next) {
        size_t first = (size_t)(uintptr_t)sub->virtual_address, last = first + sub->size - 1;
        printf("%c[%zu:%zu] <-> ", sub->type == MEMS_HOLE ? 'H' : 'P', first, last);
    }
    printf("NULL\n");
}

MEMS_WEAK void mems_print_stats(void)
{
    struct mems_stats stats;
    mems_stats(&stats);
    printf("----- MeMS SYSTEM STATS -----\n");
    for (const MainChainNode *node = head; node; node = node->next)
        mems_print_main(node);
    printf("Pages used:\t%zu\n", stats.pages);
    printf("Space unused:\t%zu\n", stats.hole_bytes);
    printf("Main Chain Length:\t%zu\n", stats.main_nodes);
    printf("Sub-chain Length array: [");
    for (const MainChainNode *node = head; node; node = node->next) {
        size_t length = 0;
        for (const SubChainNode *sub = node->sub_chain_head; sub; sub = sub->next)
            length++;
        printf("%zu, ", length);
    }
    printf("]\n-----------------------------\n");
}

#ifdef __cplusplus
}
#endif
#endif
