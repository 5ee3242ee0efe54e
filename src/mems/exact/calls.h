/*
 * exact/calls.h: the public functions on the heap of exact.h. Their contract is contract.h.
 */
#ifndef MEMS_EXACT_CALLS_H
#define MEMS_EXACT_CALLS_H

#include "exact.h"

/* What bitmaps may take, in bytes a live block. */
#define MEMS_BITMAP_SHARE 32

#ifdef __cplusplus
extern "C" {
#endif

MEMS_WEAK void mems_finish(void)
{
    struct mems_heap *heap = &mems_heap;
    struct mems_system *system = &heap->base.system;
    mems_base_finish(&heap->base);
    mems_arena_drop(&heap->main_nodes, system);
    mems_table_drop(&heap->frames.rows, system);
    mems_table_drop(&heap->frames.bitmaps, system);
    mems_holes_drop(&heap->holes, system);
    mems_table_drop(&heap->starts.buckets, system);
    __builtin_memset(heap, 0, sizeof *heap);
}

MEMS_WEAK void mems_init(void)
{
    mems_finish();
}

MEMS_WEAK void *mems_malloc(size_t size)
{
    struct mems_heap *heap = &mems_heap;
    size_t granted = mems_granted_size(&heap->base, size);
    if (!granted)
        return NULL;
    struct mems_node *hole = mems_find_hole(heap, granted);
    if (!hole)
        return mems_fail(&heap->base, MEMS_ERROR_NO_MEMORY);
    struct mems_node *block = mems_take(heap, hole, granted);
    heap->rover.offset = mems_node_offset(block) + granted;
    heap->latest = block;
    heap->base.error = NULL;
    return block->chain.virtual_address;
}

MEMS_WEAK void mems_free(void *ptr)
{
    struct mems_heap *heap = &mems_heap;
    struct mems_node *block = mems_starts_remove(&heap->starts, ptr);
    if (!block) {
        mems_not_found(&heap->base);
        return;
    }
    mems_release(heap, block);
    heap->base.error = NULL;
}

/* Gives a page that has been asked for in vain a bitmap, if all bitmaps together stay below
   MEMS_BITMAP_SHARE bytes a block. It is no loss if there is no memory for it. */
static void mems_make_bitmap(struct mems_heap *heap, size_t page)
{
    size_t start = page * PAGE_SIZE, end = start + PAGE_SIZE;
    if ((heap->frames.bitmap_count + 1) * (PAGE_SIZE / 8) > heap->starts.count * MEMS_BITMAP_SHARE)
        return;
    struct mems_frame *frame = mems_frame_of(&heap->frames, page);
    uint64_t *bitmap = mems_bitmap_new(&heap->frames, frame, &heap->base.system);
    const struct mems_node *hole = bitmap ? mems_holes_last(&heap->holes, start) : NULL;
    if (!bitmap)
        return;
    if (!hole)
        hole = mems_holes_first(&heap->holes, 1, start);
    while (hole && mems_node_offset(hole) < end) {
        size_t from = mems_node_offset(hole), to = from + hole->chain.size;
        if (to > start)
            mems_bitmap_fill(bitmap, (uint32_t)(from > start ? from - start : 0),
                             (uint32_t)((to < end ? to : end) - start), 0);
        hole = mems_holes_first(&heap->holes, 1, from + 1);
    }
}

/* mems_get() for a byte that its frame does not know to be live. What lies between two holes is
   live; the frame learns as much of it as the page has, if that is more than it knows. */
static MEMS_APART void *mems_get_between_holes(struct mems_heap *heap, size_t offset)
{
    size_t page = offset / PAGE_SIZE, from = page * PAGE_SIZE, to = from + PAGE_SIZE;
    struct mems_frame *frame = mems_frame_of(&heap->frames, page);
    const struct mems_node *below = mems_holes_last(&heap->holes, offset);
    size_t below_end = below ? mems_node_offset(below) + below->chain.size : 0;
    if (mems_bitmap_of(&heap->frames, frame) || below_end > offset ||
        mems_page_state(&heap->base.pages, page) == MEMS_LOST)
        return mems_fail(&heap->base, MEMS_ERROR_NOT_LIVE);
    const struct mems_node *above = mems_holes_first(&heap->holes, 1, offset);
    if (below_end > from)
        from = below_end;
    if (above && mems_node_offset(above) < to)
        to = mems_node_offset(above);
    if (frame->live_size >= to - from)
        mems_make_bitmap(heap, page);
    else {
        frame->live_from = (uint32_t)(from % PAGE_SIZE);
        frame->live_size = (uint32_t)(to - from);
    }
    return frame->physical + offset % PAGE_SIZE;
}

/* The same; in a page that has several intervals a block may start here. */
static MEMS_APART void *mems_get_slowly(struct mems_heap *heap, void *ptr, size_t offset)
{
    const struct mems_frame *frame = mems_frame_of(&heap->frames, offset / PAGE_SIZE);
    if (frame->live_size && mems_starts_find(&heap->starts, ptr))
        return frame->physical + offset % PAGE_SIZE;
    return mems_get_between_holes(heap, offset);
}

MEMS_WEAK void *mems_get(void *ptr)
{
    struct mems_heap *heap = &mems_heap;
    size_t offset = mems_offset(ptr);
    if (MEMS_UNLIKELY(offset >= heap->base.span))
        return mems_fail(&heap->base, MEMS_ERROR_NOT_LIVE);
    const struct mems_frame *frame = mems_frame_of(&heap->frames, offset / PAGE_SIZE);
    uint32_t place = (uint32_t)(offset % PAGE_SIZE);
    heap->base.error = NULL;
    if (MEMS_LIKELY(mems_frame_knows_live(&heap->frames, frame, place)))
        return frame->physical + place;
    const struct mems_node *latest = heap->latest;
    if (MEMS_LIKELY(latest && offset - mems_node_offset(latest) < latest->chain.size &&
                    latest->chain.type == MEMS_PROCESS))
        return (char *)latest->chain.physical_address + (offset - mems_node_offset(latest));
    return mems_get_slowly(heap, ptr, offset);
}

/* Adds the first `more` bytes of the hole behind a block to it. 0: there is no such hole, or its
   pages cannot be had. */
static int mems_extend(struct mems_heap *heap, struct mems_node *block, size_t more)
{
    struct mems_node *hole = (struct mems_node *)block->chain.next;
    if (!mems_is_open_hole(hole) || hole->chain.size < more || !mems_nodes_reserve(heap, 3) ||
        mems_restore_hole(heap, hole, more) != MEMS_RESTORED)
        return 0;
    size_t offset = mems_node_offset(block);
    mems_frames_cut(&heap->frames, offset, block->chain.size);
    int hole_above = mems_cut_hole(heap, hole, more)->link.beside.hole_above;
    mems_node_put(heap, mems_join_next(block));
    block->link.beside.hole_above = hole_above;
    mems_frames_add(&heap->frames, offset, block->chain.size);
    return 1;
}

/* Makes the bytes of a block after the first `size` a hole. 0: no memory for its node. */
static int mems_shorten(struct mems_heap *heap, struct mems_node *block, size_t size)
{
    if (!mems_nodes_reserve(heap, 1))
        return 0;
    struct mems_node *rest = mems_cut_high_end(heap, block, size);
    rest->link.beside.hole_above = block->link.beside.hole_above;
    rest->link.beside.hole_below = block->link.beside.hole_above = 0;
    mems_release(heap, rest);
    return 1;
}

MEMS_WEAK void *mems_realloc(void *ptr, size_t size)
{
    struct mems_heap *heap = &mems_heap;
    struct mems_node *block = mems_starts_find(&heap->starts, ptr);
    if (!block)
        return ptr ? mems_fail(&heap->base, MEMS_ERROR_NOT_A_START) : mems_malloc(size);
    size_t granted = mems_granted_size(&heap->base, size), before = block->chain.size;
    if (!granted)
        return NULL;
    if (granted < before && !mems_shorten(heap, block, granted))
        return mems_fail(&heap->base, MEMS_ERROR_NO_MEMORY);
    if (granted > before && !mems_extend(heap, block, granted - before)) {
        void *moved = mems_malloc(size);
        if (heap->base.error)
            return NULL;
        mems_copy(mems_get(moved), block->chain.physical_address, before);
        mems_free(ptr);
        return moved;
    }
    heap->base.error = NULL;
    return ptr;
}

MEMS_WEAK size_t mems_trim(void)
{
    struct mems_heap *heap = &mems_heap;
    size_t released = 0;
    struct mems_node *hole = mems_holes_first(&heap->holes, PAGE_SIZE, 0);
    for (; hole; hole = mems_holes_first(&heap->holes, PAGE_SIZE, mems_node_offset(hole) + 1)) {
        size_t offset = mems_node_offset(hole);
        struct mems_range range = {(offset + PAGE_SIZE - 1) / PAGE_SIZE,
                                   (offset + hole->chain.size) / PAGE_SIZE};
        if (range.first < range.end)
            released += mems_pages_release(&heap->base.pages, range,
                                           mems_frame_of(&heap->frames, range.first)->physical,
                                           &heap->base.system);
    }
    heap->base.system.keep_clear |= released > 0;
    heap->base.error = NULL;
    return released * PAGE_SIZE;
}

#ifdef __cplusplus
}
#endif
#endif
