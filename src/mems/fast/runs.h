/*
 * fast/runs.h: a run of pages cut into slots of one size, and which of its slots are live.
 *
 *     pages    | slot 0 | slot 1 | slot 2 |  ...  | slot capacity - 1 | rest |
 *     live       1        0        1                0
 *     slack      3        -        0                -      unused bytes at the slot's end
 *
 *   used = number of live bits;  slot of an offset in the run = offset * reciprocal >> 40
 *   the block in slot i has slot_size - slack[i] bytes
 *
 * Nothing of this lies in the pages themselves. Taking a slot is finding a 0 in a word of bits;
 * whether an address is live is one bit, too. A large block is a run with one slot, which is as
 * long as the block; a hole is a run without a live slot, and its pages lead to no run.
 */
#ifndef MEMS_RUNS_H
#define MEMS_RUNS_H

#include "classes.h"

/* The first cache line is for whoever changes the run; the second is all that mems_get() reads of
   a run of up to 64 slots. The slack bytes stand behind the live bits. */
struct mems_run {
    struct mems_run *next_link; /* runs with room of the class, or holes of the bin */
    struct mems_run *previous_link;
    uint8_t *slack;
    size_t large_size;     /* of the block, if it has pages of its own */
    uint32_t class_index;
    uint32_t capacity;
    uint32_t used;
    uint32_t open_word;    /* where to look for a free slot first */
    uint32_t record_shape; /* the list that this record goes to when it is not needed any more */
    uint32_t fill[3];      /* up to the cache line */

    SubChainNode chain; /* size: of the pages; MEMS_HOLE or MEMS_PROCESS */
    uint32_t slot_size;  /* 0 for a large block */
    uint32_t reciprocal; /* 0 for a large block: all of it is slot 0 */
    uint64_t live[1];    /* capacity bits, and at least one 0 behind them */
};

typedef char mems_assert_run[offsetof(struct mems_run, chain) == 64 ? 1 : -1];

static struct mems_run *mems_run_of(const SubChainNode *chain)
{
    return chain ? (struct mems_run *)(void *)((uintptr_t)chain - 64) : NULL;
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
    return mems_round_up(bytes + capacity, 64);
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
        run->reciprocal = (uint32_t)(((uint64_t)1 << MEMS_RECIPROCAL_BITS) / run->slot_size + 1);
    }
    run->class_index = class_index;
    run->capacity = capacity;
    run->used = 0;
    run->open_word = 0;
    run->slack = (uint8_t *)(run->live + words);
    for (unsigned word = 0; word < words; word++)
        run->live[word] = 0;
    run->slack[0] = 0;
    run->next_link = run->previous_link = NULL;
}

static size_t mems_run_offset(const struct mems_run *run, const void *address)
{
    return (size_t)((uintptr_t)address - (uintptr_t)run->chain.virtual_address);
}

static size_t mems_slot_of(const struct mems_run *run, size_t offset)
{
    return (size_t)((uint64_t)offset * run->reciprocal >> MEMS_RECIPROCAL_BITS);
}

/* Nonzero if the slot is live. The rest of the pages behind the last slot counts as slot
   `capacity`, which never is. */
static int mems_slot_is_live(const struct mems_run *run, size_t slot)
{
    return (int)(run->live[slot / 64] >> (slot % 64) & 1);
}

/* The bytes of the block in a live slot. */
static size_t mems_slot_payload(const struct mems_run *run, size_t slot)
{
    return run->class_index == MEMS_LARGE ? run->large_size : run->slot_size - run->slack[slot];
}

/* Nonzero if no block in a slot of this run ends before so many bytes: then the slack need not be
   read. 0 for a large block. */
static int mems_is_never_slack(const struct mems_run *run, size_t inside)
{
    return inside + 8 + run->slot_size / 16 < run->slot_size;
}

/* The slots of a word of bits that exist and are not live. */
static uint64_t mems_open_slots(const struct mems_run *run, unsigned word)
{
    unsigned behind = run->capacity - word * 64;
    uint64_t existing = behind >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << behind) - 1;
    return ~run->live[word] & existing;
}

/* A free slot that is now live; the run has one. */
static size_t mems_run_take(struct mems_run *run)
{
    unsigned word = run->open_word;
    uint64_t open = mems_open_slots(run, word);
    while (MEMS_UNLIKELY(!open)) {
        word = word + 1 < mems_live_words(run->capacity) ? word + 1 : 0;
        open = mems_open_slots(run, word);
    }
    run->open_word = word;
    run->live[word] |= open & -open;
    run->used++;
    return word * 64 + (size_t)__builtin_ctzll(open);
}

/* The slot is free again, and the first to be taken next: its bytes are likely in a cache. */
static void mems_run_put(struct mems_run *run, size_t slot)
{
    run->live[slot / 64] &= ~((uint64_t)1 << (slot % 64));
    run->open_word = (uint32_t)(slot / 64);
    run->used--;
}

#endif
