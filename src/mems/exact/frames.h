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
 *   mems_get() asks the index of holes (holes.h), and the frame learns the answer.
 *
 * So mems_malloc() does nothing here; only mems_free() has to, since what is known must be true.
 *
 * One interval is enough for a page without an inner hole, a page inside a larger block, and a page
 * whose only hole is its tail. A page where mems_get() keeps finding more may have a bitmap
 * instead, a bit for each live byte, that is always up to date:
 *
 *   live_size > 0                    the interval
 *   live_size = 0, live_from = n > 0 bitmap number n - 1
 *   live_size = 0, live_from = 0     nothing known
 */
#ifndef MEMS_FRAMES_H
#define MEMS_FRAMES_H

#include "../chain.h"

struct mems_frame {
    char *physical;
    uint32_t live_from;
    uint32_t live_size;
};

#define MEMS_BITMAP_WORDS (PAGE_SIZE / 64)

struct mems_frames {
    struct mems_table rows;    /* struct mems_frame per page */
    struct mems_table bitmaps; /* uint64_t[MEMS_BITMAP_WORDS] each */
    size_t bitmap_count;
};

static struct mems_frame *mems_frame_of(const struct mems_frames *frames, size_t page)
{
    return (struct mems_frame *)(void *)frames->rows.rows + page;
}

/* The page's bitmap, or NULL. */
static uint64_t *mems_bitmap_of(const struct mems_frames *frames, const struct mems_frame *frame)
{
    if (frame->live_size || !frame->live_from)
        return NULL;
    return (uint64_t *)(void *)frames->bitmaps.rows +
           (size_t)(frame->live_from - 1) * MEMS_BITMAP_WORDS;
}

/* Sets the bits [from, to), or clears them. from < to. */
static MEMS_APART void mems_bitmap_fill(uint64_t *bitmap, uint32_t from, uint32_t to, int live)
{
    while (from < to) {
        uint32_t end = from / 64 * 64 + 64;
        uint32_t count = (to < end ? to : end) - from;
        uint64_t bits = ~(uint64_t)0 >> (64 - count) << (from % 64);
        bitmap[from / 64] = live ? bitmap[from / 64] | bits : bitmap[from / 64] & ~bits;
        from += count;
    }
}

/* [from, to) of the page is no longer live: what is left of the interval is its larger side. */
static MEMS_INLINE void mems_frame_cut(const struct mems_frames *frames, struct mems_frame *frame,
                                       uint32_t from, uint32_t to)
{
    uint32_t live_to = frame->live_from + frame->live_size;
    if (MEMS_LIKELY(!frame->live_size)) {
        if (MEMS_UNLIKELY(frame->live_from))
            mems_bitmap_fill(mems_bitmap_of(frames, frame), from, to, 0);
        return;
    }
    if (from >= live_to || to <= frame->live_from)
        return;
    uint32_t left = from - frame->live_from, right = live_to - to;
    uint32_t larger_from = left < right ? to : frame->live_from;
    frame->live_size = left < right ? right : left;
    frame->live_from = frame->live_size ? larger_from : 0;
}

/* Nonzero if the byte is known to be live; 0 says nothing, unless the page has a bitmap. */
static MEMS_INLINE int mems_frame_knows_live(const struct mems_frames *frames,
                                             const struct mems_frame *frame, uint32_t place)
{
    if (MEMS_LIKELY(place - frame->live_from < frame->live_size))
        return 1;
    const uint64_t *bitmap = mems_bitmap_of(frames, frame);
    return bitmap && (bitmap[place / 64] >> (place % 64) & 1);
}

/* The part of a page that a block from `from` on has, if it has `left` bytes from there. */
static MEMS_INLINE uint32_t mems_page_part_end(size_t from, size_t left)
{
    return (uint32_t)(left < PAGE_SIZE - from ? from + left : PAGE_SIZE);
}

/* The block [offset, offset + size) is no longer live: cuts it out of each of its pages. */
static MEMS_INLINE void mems_frames_cut(const struct mems_frames *frames, size_t offset,
                                        size_t size)
{
    struct mems_frame *frame = mems_frame_of(frames, offset / PAGE_SIZE);
    size_t from = offset % PAGE_SIZE;
    for (;;) {
        uint32_t to = mems_page_part_end(from, size);
        mems_frame_cut(frames, frame, (uint32_t)from, to);
        size -= to - from;
        if (MEMS_LIKELY(!size))
            return;
        frame++;
        from = 0;
    }
}

/* The block [offset, offset + size) has become live: marks it in the bitmaps of its pages. */
static MEMS_APART void mems_bitmaps_add(const struct mems_frames *frames, size_t offset,
                                        size_t size)
{
    struct mems_frame *frame = mems_frame_of(frames, offset / PAGE_SIZE);
    for (size_t from = offset % PAGE_SIZE; size; from = 0, frame++) {
        uint32_t to = mems_page_part_end(from, size);
        uint64_t *bitmap = mems_bitmap_of(frames, frame);
        if (bitmap)
            mems_bitmap_fill(bitmap, (uint32_t)from, to, 1);
        size -= to - from;
    }
}

static MEMS_INLINE void mems_frames_add(const struct mems_frames *frames, size_t offset,
                                        size_t size)
{
    if (MEMS_UNLIKELY(frames->bitmap_count))
        mems_bitmaps_add(frames, offset, size);
}

/* Gives the page a new bitmap, all live. NULL: no memory, nothing has changed. */
static uint64_t *mems_bitmap_new(struct mems_frames *frames, struct mems_frame *frame,
                                 struct mems_system *system)
{
    size_t bytes = MEMS_BITMAP_WORDS * sizeof(uint64_t);
    if (!mems_table_reserve(&frames->bitmaps, (frames->bitmap_count + 1) * bytes, system))
        return NULL;
    frame->live_from = (uint32_t)++frames->bitmap_count;
    frame->live_size = 0;
    uint64_t *bitmap = mems_bitmap_of(frames, frame);
    mems_bitmap_fill(bitmap, 0, PAGE_SIZE, 1);
    return bitmap;
}

#endif
