/*
 * exact/starts.h: from the first address of a live block to its node, without a walk.
 *
 * A hash table with chaining: a bucket is a list of blocks through next_link. There are at least
 * as many buckets as blocks, so a list has about one entry. If the system has no memory for more
 * buckets the lists grow longer and nothing else changes; that is why nothing here can fail.
 */
#ifndef MEMS_STARTS_H
#define MEMS_STARTS_H

#include "holes.h"

struct mems_starts {
    struct mems_table buckets; /* struct mems_node *; a power of two of them, or none */
    size_t count;              /* blocks */
    size_t room;               /* for how many of them there are buckets */
    int shift;                 /* 64 - log2 of the number of buckets */
};

#define MEMS_FEWEST_BUCKET_BITS 9 /* one record page */
#define MEMS_FEWEST_BUCKETS ((size_t)1 << MEMS_FEWEST_BUCKET_BITS)

/* The golden ratio spreads neighbouring addresses over all the buckets (Knuth 6.4). */
static struct mems_node **mems_bucket(const struct mems_starts *starts, const void *address)
{
    uint64_t mixed = (uint64_t)(uintptr_t)address * UINT64_C(0x9E3779B97F4A7C15);
    return (struct mems_node **)(void *)starts->buckets.rows + (mixed >> starts->shift);
}

static MEMS_INLINE void mems_starts_link(struct mems_node **bucket, struct mems_node *block)
{
    block->next_link = *bucket;
    *bucket = block;
}

/* Doubles the buckets; without memory it leaves them. 0: there are none at all. */
static MEMS_APART int mems_starts_grow(struct mems_starts *starts, struct mems_system *system)
{
    size_t buckets = starts->buckets.bytes / sizeof(struct mems_node *);
    struct mems_starts larger = {
        {NULL, 0}, starts->count, MEMS_FEWEST_BUCKETS, 64 - MEMS_FEWEST_BUCKET_BITS};
    if (buckets) {
        larger.room = 2 * buckets;
        larger.shift = starts->shift - 1;
    }
    if (!mems_table_reserve(&larger.buckets, larger.room * sizeof(struct mems_node *), system))
        return buckets != 0;
    for (size_t i = 0; i < buckets; i++) {
        struct mems_node *block = ((struct mems_node **)(void *)starts->buckets.rows)[i];
        while (block) {
            struct mems_node *next = block->next_link;
            mems_starts_link(mems_bucket(&larger, block->chain.virtual_address), block);
            block = next;
        }
    }
    mems_table_drop(&starts->buckets, system);
    *starts = larger;
    return 1;
}

/* Makes room for one more block. 0: no memory. */
static int mems_starts_reserve(struct mems_starts *starts, struct mems_system *system)
{
    if (MEMS_LIKELY(starts->count < starts->room))
        return 1;
    return mems_starts_grow(starts, system);
}

/* bucket: the one of the block's address; known before the block is. */
static MEMS_INLINE void mems_starts_add(struct mems_starts *starts, struct mems_node **bucket,
                                        struct mems_node *block)
{
    mems_starts_link(bucket, block);
    starts->count++;
}

/* The place that holds the pointer to the block at this address; *place is NULL if no live block
   starts there. NULL: there are no buckets yet. */
static MEMS_INLINE struct mems_node **mems_starts_place(const struct mems_starts *starts,
                                                        const void *address)
{
    if (MEMS_UNLIKELY(!starts->room))
        return NULL;
    struct mems_node **place = mems_bucket(starts, address);
    while (*place && (*place)->chain.virtual_address != address)
        place = &(*place)->next_link;
    return place;
}

static struct mems_node *mems_starts_find(const struct mems_starts *starts, const void *address)
{
    struct mems_node **place = mems_starts_place(starts, address);
    return place ? *place : NULL;
}

/* The same, and the block is taken out. */
static MEMS_INLINE struct mems_node *mems_starts_remove(struct mems_starts *starts,
                                                        const void *address)
{
    struct mems_node **place = mems_starts_place(starts, address);
    if (!place || !*place)
        return NULL;
    struct mems_node *block = *place;
    *place = block->next_link;
    starts->count--;
    return block;
}

#endif
