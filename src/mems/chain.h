/*
 * chain.h: what `exact` and `fast` have in common: the main chain, and how a call ends.
 *
 *     head -> [main node] <-> [main node] <-> ... <-> [tail] -> NULL
 *     next_virtual_address = MEMS_FIRST_ADDRESS + the sum of all total_size
 *     a.start + a.total_size = b.start for neighbours a, b
 *
 * All of MeMS hangs from one struct mems_heap and the two published variables. They and the
 * public functions are weak symbols: every file that includes the header has a copy, and the
 * linker keeps one, so a program has one heap.
 */
#ifndef MEMS_CHAIN_H
#define MEMS_CHAIN_H

#include "pages.h"

#define MEMS_WEAK __attribute__((weak))

struct mems_main {
    MainChainNode chain; /* first: a MainChainNode * is a struct mems_main * */
    char *physical;      /* of start_virtual_address; total_size bytes, contiguous */
};

/* The part of the heap that both ways share. */
struct mems_base {
    const char *error; /* NULL after success */
    struct mems_system system;
    struct mems_main *tail;
    struct mems_arena arena;
    struct mems_pages pages;
    size_t span; /* the sum of all total_size */
};

#define MEMS_ERROR_ZERO "The size is 0; a block has at least one byte."
#define MEMS_ERROR_TOO_LARGE "The size is larger than the virtual addresses that are left."
#define MEMS_ERROR_NO_MEMORY "The system has no more memory to give."
#define MEMS_ERROR_NOT_A_START "No live block starts at this address."
#define MEMS_ERROR_NOT_LIVE "The address does not lie in a live block."

static void *mems_fail(struct mems_base *base, const char *sentence)
{
    base->error = sentence;
    return NULL;
}

static void mems_not_found(struct mems_base *base)
{
    base->error = MEMS_ERROR_NOT_A_START;
    printf("ADDRESS NOT FOUND!!\n");
}

static void *mems_address(size_t offset)
{
    return (void *)((uintptr_t)MEMS_FIRST_ADDRESS + offset);
}

static size_t mems_offset(const void *virtual_address)
{
    return (size_t)((uintptr_t)virtual_address - (uintptr_t)MEMS_FIRST_ADDRESS);
}

/* The size of a block for a request, or 0 with the reason in base->error. */
static size_t mems_granted_size(struct mems_base *base, size_t size)
{
    size_t left = UINTPTR_MAX - (uintptr_t)MEMS_FIRST_ADDRESS - base->span;
    if (MEMS_LIKELY(size - 1 < left / 2))
        return (size + MEMS_ALIGN - 1) & ~(size_t)(MEMS_ALIGN - 1);
    base->error = size ? MEMS_ERROR_TOO_LARGE : MEMS_ERROR_ZERO;
    return 0;
}

/* Appends a main node for a new mapping whose first byte becomes next_virtual_address. */
static void mems_main_append(struct mems_base *base, struct mems_main *node, char *physical,
                             size_t bytes)
{
    node->chain.start_virtual_address = mems_address(base->span);
    node->chain.total_size = bytes;
    node->chain.sub_chain_head = NULL;
    node->chain.next = NULL;
    node->chain.prev = base->tail ? &base->tail->chain : NULL;
    node->physical = physical;
    if (base->tail)
        base->tail->chain.next = &node->chain;
    else
        head = &node->chain;
    base->tail = node;
    base->span += bytes;
    next_virtual_address = mems_address(base->span);
}

/* Unmaps what is present of every main node, and the records of the shared part. The system puts
   mappings side by side; main nodes that are neighbours in memory go back in one call. */
static void mems_base_finish(struct mems_base *base)
{
    size_t page = 0;
    for (MainChainNode *node = head; node; node = node->next) {
        struct mems_range range = {page, page + node->total_size / PAGE_SIZE};
        mems_pages_forget(&base->pages, range, ((struct mems_main *)node)->physical);
        page = range.end;
    }
    mems_table_drop(&base->pages.states, &base->system);
    mems_arena_drop(&base->arena, &base->system);
    base->pages.absent = base->pages.lost = 0;
    base->system.lowest = NULL;
    base->system.keep_clear = 0;
    base->tail = NULL;
    base->span = 0;
    base->error = NULL;
    head = NULL;
    next_virtual_address = mems_address(0);
}

#endif
