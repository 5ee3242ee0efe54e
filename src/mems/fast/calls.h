/*
 * fast/calls.h: the public functions on the heap of fast.h. Their contract is contract.h.
 */
#ifndef MEMS_FAST_CALLS_H
#define MEMS_FAST_CALLS_H

#include "mappings.h"

#ifdef __cplusplus
extern "C" {
#endif

MEMS_WEAK void mems_finish(void)
{
    struct mems_heap *heap = &mems_heap;
    mems_base_finish(&heap->base);
    mems_table_drop(&heap->page_table, &heap->base.system);
    __builtin_memset(heap, 0, sizeof *heap);
}

MEMS_WEAK void mems_init(void)
{
    mems_finish();
}

/* ---- the runs of a class ------------------------------------------------------------------- */

static void mems_list_add(struct mems_run **list, struct mems_run *run)
{
    run->previous_link = NULL;
    run->next_link = *list;
    if (*list)
        (*list)->previous_link = run;
    *list = run;
}

static void mems_list_drop(struct mems_run **list, struct mems_run *run)
{
    if (run->next_link)
        run->next_link->previous_link = run->previous_link;
    if (run->previous_link)
        run->previous_link->next_link = run->next_link;
    else
        *list = run->next_link;
}

/* The current run of the class if it has a free slot, or another one that is current now. NULL: no
   memory. */
static struct mems_run *mems_make_current(struct mems_heap *heap, unsigned class_index)
{
    struct mems_run *run = heap->current[class_index];
    if (run && run->used < run->capacity)
        return run;
    run = heap->with_room[class_index];
    if (run)
        mems_list_drop(&heap->with_room[class_index], run);
    else
        run = mems_run_new(heap, class_index, 0);
    if (run)
        heap->current[class_index] = run;
    return run;
}

static void *mems_malloc_large(struct mems_heap *heap, size_t size)
{
    struct mems_run *run = mems_run_new(heap, MEMS_LARGE, size);
    if (!run)
        return mems_fail(&heap->base, MEMS_ERROR_NO_MEMORY);
    mems_run_take(run);
    heap->base.error = NULL;
    return run->chain.virtual_address;
}

/* Gives a slot of the run, which was just taken, to a block. */
static inline void *mems_hand_out(struct mems_heap *heap, struct mems_run *run, size_t slot,
                                  size_t granted)
{
    char *block = (char *)run->chain.virtual_address + slot * run->slot_size;
    heap->base.error = NULL;
    mems_slot_grant(run, slot, granted);
    return block;
}

/* mems_malloc() where the class has no current run with an open slot, or the size is no slot's. */
static __attribute__((noinline)) void *mems_malloc_slowly(struct mems_heap *heap, size_t size)
{
    size_t granted = mems_granted_size(&heap->base, size);
    if (!granted)
        return NULL;
    unsigned class_index = mems_class_of(granted);
    if (class_index == MEMS_LARGE)
        return mems_malloc_large(heap, granted);
    struct mems_run *run = mems_make_current(heap, class_index);
    if (!run)
        return mems_fail(&heap->base, MEMS_ERROR_NO_MEMORY);
    return mems_hand_out(heap, run, mems_run_take(run), granted);
}

MEMS_WEAK void *mems_malloc(size_t size)
{
    struct mems_heap *heap = &mems_heap;
    if (MEMS_UNLIKELY(size - 1 >= MEMS_LARGEST_SLOT))
        return mems_malloc_slowly(heap, size);
    size_t granted = (size + MEMS_ALIGN - 1) & ~(size_t)(MEMS_ALIGN - 1);
    struct mems_run *run = heap->current[mems_class_of(granted)];
    if (MEMS_UNLIKELY(!run))
        return mems_malloc_slowly(heap, size);
    size_t slot = mems_open_slot(run);
    if (MEMS_UNLIKELY(slot >= run->capacity))
        return mems_malloc_slowly(heap, size);
    mems_take_open_slot(run);
    return mems_hand_out(heap, run, slot, granted);
}

/* The run of an address in a live slot, and where in the run that is; else NULL. */
static inline struct mems_run *mems_find(const struct mems_heap *heap, const void *ptr,
                                         mems_position *position)
{
    size_t offset = mems_offset(ptr);
    if (MEMS_UNLIKELY(offset >= heap->base.span))
        return NULL;
    struct mems_run *run = *mems_page_at(heap, offset / PAGE_SIZE);
    *position = mems_position_in(run, ptr);
    return MEMS_LIKELY(mems_slot_is_live(run, mems_slot_of(*position))) ? run : NULL;
}

/* The run and the slot of the block that starts at an address; NULL if none does. */
static inline struct mems_run *mems_find_start(const struct mems_heap *heap, const void *ptr,
                                               size_t *slot)
{
    mems_position position;
    struct mems_run *run = mems_find(heap, ptr, &position);
    if (MEMS_UNLIKELY(!run))
        return NULL;
    *slot = mems_slot_of(position);
    int is_first_byte = MEMS_LIKELY(mems_into_slot(position) < run->reciprocal) ||
                        ptr == run->chain.virtual_address;
    return is_first_byte ? run : NULL;
}

/* The run has its first free slot, or no live one any more: it is listed, or becomes a hole. An
   empty current run of the smallest kind stays; longer ones would keep too much memory. Kept out of
   mems_free(), which would have to save registers for it. */
static __attribute__((noinline)) void mems_settle(struct mems_heap *heap, struct mems_run *run)
{
    struct mems_run **current = &heap->current[run->class_index];
    struct mems_run **list = &heap->with_room[run->class_index];
    if (run == *current) {
        if (run->used > 0 || run->chain.size <= mems_round_up(MEMS_SMALLEST_RUN, PAGE_SIZE))
            return;
        *current = NULL;
    } else if (run->used > 0) {
        mems_list_add(list, run);
        return;
    } else if (run->capacity > 1)
        mems_list_drop(list, run);
    mems_run_release(heap, run);
    mems_decay(heap);
}

/* The block in the slot is live no more. */
static inline void mems_end_block(struct mems_heap *heap, struct mems_run *run, size_t slot)
{
    heap->base.error = NULL;
    mems_run_put(run, slot);
    if (MEMS_UNLIKELY(run->used == 0 || run->used + 1 == run->capacity))
        mems_settle(heap, run);
}

/* mems_free() for any address. */
static __attribute__((noinline)) void mems_free_slowly(struct mems_heap *heap, void *ptr)
{
    size_t slot;
    struct mems_run *run = mems_find_start(heap, ptr, &slot);
    if (run)
        mems_end_block(heap, run, slot);
    else
        mems_not_found(&heap->base);
}

MEMS_WEAK void mems_free(void *ptr)
{
    struct mems_heap *heap = &mems_heap;
    mems_position position;
    struct mems_run *run = mems_find(heap, ptr, &position);
    if (MEMS_UNLIKELY(!run || mems_into_slot(position) >= run->reciprocal))
        mems_free_slowly(heap, ptr);
    else
        mems_end_block(heap, run, mems_slot_of(position));
}

/* mems_get() for any address. */
static __attribute__((noinline)) void *mems_get_slowly(void *ptr)
{
    mems_position position;
    const struct mems_run *run = mems_find(&mems_heap, ptr, &position);
    if (!run)
        return mems_fail(&mems_heap.base, MEMS_ERROR_NOT_LIVE);
    size_t slot = mems_slot_of(position);
    if (mems_run_offset(run, ptr) - slot * run->slot_size >= mems_slot_payload(run, slot))
        return mems_fail(&mems_heap.base, MEMS_ERROR_NOT_LIVE);
    mems_heap.base.error = NULL;
    return (void *)((uintptr_t)ptr + mems_distance(run));
}

MEMS_WEAK void *mems_get(void *ptr)
{
    struct mems_heap *heap = &mems_heap;
    size_t offset = mems_offset(ptr);
    if (MEMS_UNLIKELY(offset - heap->near_node.first_offset >= heap->near_node.bytes))
        return mems_get_slowly(ptr);
    const struct mems_run *run = *mems_page_at(heap, offset / PAGE_SIZE);
    mems_position position = mems_position_in(run, ptr);
    uint8_t reach = mems_reach_of(run)[mems_slot_of(position)];
    if (MEMS_UNLIKELY(mems_into_slot(position) >> 24 >= reach))
        return mems_get_slowly(ptr);
    heap->base.error = NULL;
    return (void *)((uintptr_t)ptr + heap->near_node.distance);
}

/* The hole right behind a run, with its first `bytes` present; NULL if there is none so long.
   Behind the last run the heap is extended. */
static struct mems_run *mems_hole_behind(struct mems_heap *heap, struct mems_run *run, size_t bytes)
{
    struct mems_run *next = mems_run_of(run->chain.next);
    if (mems_is_open_hole(next) && next->chain.size >= bytes)
        return mems_restore_hole(heap, next, bytes) == MEMS_RESTORED ? next : NULL;
    if (run != heap->last && !(mems_is_open_hole(next) && next == heap->last))
        return NULL;
    return mems_restore_last(heap) == MEMS_RESTORED ? mems_extend(heap, bytes) : NULL;
}

/* Gives a large block another number of pages where it stands: 0 if that cannot be done. */
static int mems_resize_large(struct mems_heap *heap, struct mems_run *run, size_t size)
{
    size_t before = run->chain.size, after = mems_round_up(size, PAGE_SIZE);
    if (size <= MEMS_LARGEST_SLOT || !mems_records_reserve(heap, MEMS_LARGE))
        return 0;
    if (after > before) {
        size_t more = after - before;
        struct mems_run *next = mems_hole_behind(heap, run, more);
        if (!next)
            return 0;
        struct mems_run *added = mems_record_take(heap, MEMS_LARGE);
        mems_take_from_hole(heap, next, added, more);
        mems_lead_pages(heap, mems_pages_of(added), run);
        mems_run_join_next(heap, run);
    } else if (after < before) {
        struct mems_run *low = mems_record_take(heap, MEMS_LARGE);
        mems_run_cut(heap, run, low, after);
        mems_run_start(low, MEMS_LARGE, size);
        mems_run_take(low);
        mems_lead_pages(heap, mems_pages_of(low), low);
        heap->run_count[MEMS_LARGE]++;
        mems_run_release(heap, run);
        run = low;
    }
    run->large_size = size;
    return 1;
}

/* Resizes the block in a slot where it stands: 0 if it has to move. */
static int mems_resize_slot(struct mems_heap *heap, struct mems_run *run, size_t slot, size_t size)
{
    if (run->class_index == MEMS_LARGE)
        return mems_resize_large(heap, run, size);
    if (mems_class_of(size) != run->class_index)
        return 0;
    mems_slot_grant(run, slot, size);
    return 1;
}

MEMS_WEAK void *mems_realloc(void *ptr, size_t size)
{
    struct mems_heap *heap = &mems_heap;
    size_t slot;
    struct mems_run *run = mems_find_start(heap, ptr, &slot);
    if (!run)
        return ptr ? mems_fail(&heap->base, MEMS_ERROR_NOT_A_START) : mems_malloc(size);
    size_t granted = mems_granted_size(&heap->base, size);
    if (!granted)
        return NULL;
    if (!mems_resize_slot(heap, run, slot, granted)) {
        size_t before = mems_slot_payload(run, slot);
        void *moved = mems_malloc(size);
        if (heap->base.error)
            return NULL;
        mems_copy(mems_get(moved), mems_get(ptr), before < granted ? before : granted);
        mems_free(ptr);
        return moved;
    }
    heap->base.error = NULL;
    return ptr;
}

MEMS_WEAK size_t mems_trim(void)
{
    struct mems_heap *heap = &mems_heap;
    size_t released = mems_release_holes(heap, 1, 0);
    heap->base.error = NULL;
    return released * PAGE_SIZE;
}

#ifdef __cplusplus
}
#endif
#endif
