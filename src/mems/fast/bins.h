/*
 * fast/bins.h: the holes of the fast heap, all of them whole pages, found by size.
 *
 * Two-level bins (M. Masmano et al., TLSF, 2004): a bin for each number of pages up to 16, then
 * eight to each power of two. A bit per bin tells which are not empty, so a hole that is large
 * enough is found with two bit scans, whatever the number of holes.
 *
 *     pages   0 1 2 ... 15 | 16-17 18-19 ... 30-31 | 32-35 36-39 ... 60-63 | 64-71 ...
 *     level        0,1     |            2          |           3           |
 *
 *   A request looks in the bin above its own if its own bin holds smaller holes, too: then every
 *   hole in the bin found is large enough. Only if all those are empty its own bin is walked.
 */
#ifndef MEMS_BINS_H
#define MEMS_BINS_H

#include "runs.h"

#define MEMS_LEVELS 40
#define MEMS_BINS_PER_LEVEL 8

struct mems_bins {
    uint64_t levels;             /* bit l: bins[l] is not all empty */
    uint8_t filled[MEMS_LEVELS]; /* bit b: bins[l][b] is not empty */
    struct mems_run *bins[MEMS_LEVELS][MEMS_BINS_PER_LEVEL];
};

struct mems_bin {
    unsigned level;
    unsigned number;
};

/* The bin for holes of this many pages. */
static struct mems_bin mems_bin_of(size_t pages)
{
    struct mems_bin bin = {0, (unsigned)pages};
    if (pages >= MEMS_BINS_PER_LEVEL) {
        unsigned log2 = 63 - (unsigned)__builtin_clzll(pages);
        bin.level = log2 - 2;
        bin.number = (unsigned)(pages >> (log2 - 3)) - MEMS_BINS_PER_LEVEL;
    }
    return bin;
}

static size_t mems_run_pages(const struct mems_run *run)
{
    return run->chain.size / PAGE_SIZE;
}

static void mems_bins_insert(struct mems_bins *bins, struct mems_run *hole)
{
    struct mems_bin bin = mems_bin_of(mems_run_pages(hole));
    struct mems_run **first = &bins->bins[bin.level][bin.number];
    hole->next_link = *first;
    hole->previous_link = NULL;
    if (*first)
        (*first)->previous_link = hole;
    *first = hole;
    bins->filled[bin.level] |= (uint8_t)(1u << bin.number);
    bins->levels |= (uint64_t)1 << bin.level;
}

/* Precondition: the hole has the size that it was inserted with. */
static void mems_bins_remove(struct mems_bins *bins, struct mems_run *hole)
{
    if (hole->next_link)
        hole->next_link->previous_link = hole->previous_link;
    if (hole->previous_link) {
        hole->previous_link->next_link = hole->next_link;
        return;
    }
    struct mems_bin bin = mems_bin_of(mems_run_pages(hole));
    bins->bins[bin.level][bin.number] = hole->next_link;
    if (hole->next_link)
        return;
    bins->filled[bin.level] &= (uint8_t) ~(1u << bin.number);
    if (!bins->filled[bin.level])
        bins->levels &= ~((uint64_t)1 << bin.level);
}

/* Any hole in the given bin or one for more pages; or NULL. */
static struct mems_run *mems_bins_at_least(const struct mems_bins *bins, struct mems_bin bin)
{
    unsigned in_level = bins->filled[bin.level] & (~0u << bin.number);
    if (in_level)
        return bins->bins[bin.level][__builtin_ctz(in_level)];
    uint64_t above = bins->levels & (~(uint64_t)1 << bin.level);
    if (!above)
        return NULL;
    unsigned level = (unsigned)__builtin_ctzll(above);
    return bins->bins[level][__builtin_ctz(bins->filled[level])];
}

/* A hole of at least this many pages, or NULL. */
static struct mems_run *mems_bins_find(const struct mems_bins *bins, size_t pages)
{
    struct mems_bin own = mems_bin_of(pages), whole = own;
    if (own.level > 1) {
        size_t width = (size_t)1 << (own.level - 1);
        whole = mems_bin_of(pages + width - 1);
    }
    struct mems_run *hole = mems_bins_at_least(bins, whole);
    if (hole)
        return hole;
    hole = bins->bins[own.level][own.number];
    while (hole && mems_run_pages(hole) < pages)
        hole = hole->next_link;
    return hole;
}

#endif
