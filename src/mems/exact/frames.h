/*
 * exact/frames.h: the page table: from a virtual address to a pointer without touching a node.
 *
 * Each page has a frame: where it is, and one interval of it that is known to be live.
 *
 *     page    |bbbbb|cccccccc|hhhh|ddddd|hh|      b c d blocks, h holes
 *              <-------------> live interval = [live_from, live_from + live_size)
 *
 *   every byte of the interval belongs to a live block; and a block that overlaps the interval
 *   lies in it, as far as it lies in the page. Bytes outside may be live too: there
 *   mems_get() asks the index of holes (holes.h).
 *
 * One interval is enough nearly always: a page without an inner hole, a page inside a larger
 * block, and a page whose only hole is its tail are answered from here, by one load.
 */
#ifndef MEMS_FRAMES_H
#define MEMS_FRAMES_H

#include "../system.h"

struct mems_frame {
    char *physical;
    uint32_t live_from;
    uint32_t live_size;
};

static struct mems_frame *mems_frame_of(const struct mems_table *frames, size_t page)
{
    return (struct mems_frame *)(void *)frames->rows + page;
}

/* [from, to) of the page belongs to a block that has become live. */
static void mems_frame_add(struct mems_frame *frame, uint32_t from, uint32_t to)
{
    uint32_t live_to = frame->live_from + frame->live_size;
    if (from == live_to)
        frame->live_size += to - from;
    else if (to == frame->live_from) {
        frame->live_from = from;
        frame->live_size += to - from;
    } else if (to - from > frame->live_size) {
        frame->live_from = from;
        frame->live_size = to - from;
    }
}

/* [from, to) of the page is no longer live: what is left of the interval is its larger side. */
static void mems_frame_cut(struct mems_frame *frame, uint32_t from, uint32_t to)
{
    uint32_t live_to = frame->live_from + frame->live_size;
    if (from >= live_to || to <= frame->live_from)
        return;
    uint32_t left = from - frame->live_from, right = live_to - to;
    if (left < right)
        frame->live_from = to;
    frame->live_size = left < right ? right : left;
}

/* Calls `change` for the part of the block [offset, offset + size) in each of its pages. */
static void mems_frames_change(const struct mems_table *frames, size_t offset, size_t size,
                               void (*change)(struct mems_frame *, uint32_t, uint32_t))
{
    struct mems_frame *frame = mems_frame_of(frames, offset / PAGE_SIZE);
    size_t from = offset % PAGE_SIZE;
    while (MEMS_UNLIKELY(from + size > PAGE_SIZE)) {
        change(frame++, (uint32_t)from, PAGE_SIZE);
        size -= PAGE_SIZE - from;
        from = 0;
    }
    change(frame, (uint32_t)from, (uint32_t)(from + size));
}

#endif
