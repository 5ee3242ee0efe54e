/*
 * fast/runs.h: a run of pages cut into slots of one size, and which of its slots are live.
 *
 *     pages    | slot 0 | slot 1 | slot 2 |  ...  | slot capacity - 1 | rest |
 *     live       1        0        1                0
 *     reach     249       0       255               0      256ths of the slot, rounded down
 *     slack      3        -        0                -      unused bytes at the slot's end
 *
 *   used = number of live bits
 *   reach[i] = min(255, 256 * size of the block / slot_size), or 0 if the slot is not live
 *   the block in slot i has slot_size - slack[i] bytes
 *
 * Nothing of this lies in the pages themselves. Taking a slot is finding a 0 in a word of bits;
 * for mems_get() one byte tells whether an address is live. In slots of less than 256 bytes the
 * reach tells the size of the block, too, so only longer ones have slack bytes. A large block is a
 * run with one slot, which is as long as the block, with a reach of 0; a hole is a run without a
 * live slot, and its pages lead to no run.
 *
 * Where an offset in a run lies is one multiplication: with reciprocal = 2^32 / slot_size, rounded
 * up, offset * reciprocal has the slot in its upper half, and how far into the slot in its lower
 * one, where the whole slot is 2^32. What rounding adds is less than one byte is worth, so
 *
 *   lower half < bytes * reciprocal  <=>  less than so many bytes into the slot
 *   lower half / 2^24 < reach        =>   inside the block; in slots of less than 256 bytes <=>
 */
#ifndef MEMS_RUNS_H
#define MEMS_RUNS_H

#include "classes.h"

/* The second cache line is all that most calls need of a run of up to 63 slots: it starts in the
   middle of the public node. Behind the live bits stand the reaches, and behind them the
   slack bytes. */
struct mems_run {
    struct mems_run *next_link; /* runs with room of the class, or holes of the bin */
    struct mems_run *previous_link;
    size_t large_size; /* of the block, if it has pages of its own */
    uint32_t class_index;
    uint32_t record_shape; /* the list that this record goes to when it is not needed any more */
    uint64_t fill[2];      /* up to the cache line */
    SubChainNode chain;    /* size: of the pages; MEMS_HOLE or MEMS_PROCESS */

    uint32_t used;
    uint32_t capacity;
    uint32_t slot_size;   /* 0 for a large block */
    uint32_t reciprocal;  /* 0 for a large block: all of it is slot 0 */
    uint32_t reach_start; /* from the record to the reaches: capacity bytes, and a 0 behind them */
    uint32_t open_word;   /* where to look for a free slot first */
    uint64_t live[1];     /* capacity bits, and at least one 0 behind them */
};

typedef char mems_assert_run[offsetof(struct mems_run, chain.virtual_address) == 64 &&
                                     offsetof(struct mems_run, live) == 120
                                 ? 1
                                 : -1];

/* Where an address lies in a run: upper half the slot, lower half how far into it. */
typedef uint64_t mems_position;

#define MEMS_NO_SLOT (~(size_t)0)
#define MEMS_LEAST_SLACK_SLOT ((size_t)256) /* the shortest slots with slack bytes */

static struct mems_run *mems_run_of(const SubChainNode *chain)
{
    return chain ? (struct mems_run *)(void *)((uintptr_t)chain - offsetof(struct mems_run, chain))
                 : NULL;
}

static unsigned mems_live_words(unsigned capacity)
{
    return capacity / 64 + 1;
}

/* What a record of a shape takes: whole cache lines. */
static size_t mems_record_bytes(unsigned shape)
{
    unsigned capacity = mems_run_capacity(shape);
    size_t bytes = offsetof(struct mems_run, live) + mems_live_words(capacity) * sizeof(uint64_t);
    if (mems_slot_size(shape / MEMS_LENGTHS) >= MEMS_LEAST_SLACK_SLOT)
        bytes += capacity;
    return mems_round_up(bytes + capacity + 1, 64);
}

/* Prepares the record of a run, whose pages are set already, for slots of a shape. size: of the
   block if it is a large one. */
static void mems_run_start(struct mems_run *run, unsigned shape, size_t size)
{
    unsigned class_index = shape / MEMS_LENGTHS;
    unsigned capacity = mems_run_capacity(shape), words = mems_live_words(capacity);
    run->chain.type = MEMS_PROCESS;
    run->slot_size = run->reciprocal = 0;
    run->large_size = size;
    if (class_index != MEMS_LARGE) {
        run->slot_size = (uint32_t)mems_slot_size(class_index);
        run->reciprocal = (uint32_t)(((uint64_t)1 << 32) / run->slot_size + 1);
    }
    run->class_index = class_index;
    run->capacity = capacity;
    run->used = 0;
    run->open_word = 0;
    run->reach_start = (uint32_t)(offsetof(struct mems_run, live) + words * sizeof(uint64_t));
    __builtin_memset((char *)run + offsetof(struct mems_run, live), 0,
                     words * sizeof(uint64_t) + capacity + 1);
    run->next_link = run->previous_link = NULL;
}

static size_t mems_run_offset(const struct mems_run *run, const void *address)
{
    return (size_t)((uintptr_t)address - (uintptr_t)run->chain.virtual_address);
}

static inline mems_position mems_position_in(const struct mems_run *run, const void *address)
{
    return (uint64_t)mems_run_offset(run, address) * run->reciprocal;
}

static inline size_t mems_slot_of(mems_position position)
{
    return (size_t)(position >> 32);
}

static inline uint32_t mems_into_slot(mems_position position)
{
    return (uint32_t)position;
}

static inline uint8_t *mems_reach_of(const struct mems_run *run)
{
    return (uint8_t *)(uintptr_t)run + run->reach_start;
}

static inline uint8_t *mems_slack_of(const struct mems_run *run)
{
    return mems_reach_of(run) + run->capacity + 1;
}

/* Notes how long the block in a slot is. */
static inline void mems_slot_grant(struct mems_run *run, size_t slot, size_t size)
{
    uint32_t slot_size = run->slot_size;
    uint64_t reach = (uint64_t)size * run->reciprocal >> 24;
    uint8_t *place = mems_reach_of(run) + slot;
    if (MEMS_UNLIKELY(slot_size >= MEMS_LEAST_SLACK_SLOT))
        place[run->capacity + 1] = (uint8_t)(slot_size - size);
    *place = (uint8_t)(reach < 255 ? reach : 255);
}

/* Nonzero if the slot is live. The rest of the pages behind the last slot counts as slot
   `capacity`, which never is. */
static inline int mems_slot_is_live(const struct mems_run *run, size_t slot)
{
    return (int)(run->live[slot / 64] >> (slot % 64) & 1);
}

/* The bytes of the block in a live slot. */
static size_t mems_slot_payload(const struct mems_run *run, size_t slot)
{
    if (run->class_index == MEMS_LARGE)
        return run->large_size;
    if (run->slot_size >= MEMS_LEAST_SLACK_SLOT)
        return run->slot_size - mems_slack_of(run)[slot];
    return ((size_t)mems_reach_of(run)[slot] * run->slot_size + 255) / 256;
}

/* The lowest free slot in the word open_word, or a number of at least `capacity`. The bits that
   stand for no slot are above the others, so they are found only if there is none. */
static inline size_t mems_open_slot(const struct mems_run *run)
{
    uint64_t open = ~run->live[run->open_word];
    return open ? run->open_word * (size_t)64 + (size_t)__builtin_ctzll(open) : MEMS_NO_SLOT;
}

/* Makes another word open_word, one with a free slot; the run has one. */
static void mems_open_another_word(struct mems_run *run)
{
    unsigned words = mems_live_words(run->capacity);
    do
        run->open_word = run->open_word + 1 < words ? run->open_word + 1 : 0;
    while (mems_open_slot(run) >= run->capacity);
}

/* The open slot of the run is live now. */
static inline void mems_take_open_slot(struct mems_run *run)
{
    run->live[run->open_word] |= run->live[run->open_word] + 1; /* its lowest 0 */
    run->used++;
}

/* A free slot that is now live; the run has one. */
static size_t mems_run_take(struct mems_run *run)
{
    if (mems_open_slot(run) >= run->capacity)
        mems_open_another_word(run);
    size_t slot = mems_open_slot(run);
    mems_take_open_slot(run);
    return slot;
}

/* The slot is free again, and the first to be taken next: its bytes are likely in a cache. */
static inline void mems_run_put(struct mems_run *run, size_t slot)
{
    mems_reach_of(run)[slot] = 0;
    run->live[slot / 64] &= ~((uint64_t)1 << (slot % 64));
    run->open_word = (uint32_t)(slot / 64);
    run->used--;
}

#endif
