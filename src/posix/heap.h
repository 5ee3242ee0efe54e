/* heap.h: malloc and free for a subject, checked byte by byte.
 *
 * Blocks are carved from REGION_HEAP one after the other, each behind a header that doubles as red
 * zone, and are never moved, split or merged. A shadow byte tells the state of each heap byte. A
 * freed block goes to the back of its size class's queue and is given out again only when
 * HEAP_QUARANTINE later ones of its class wait behind it, so that stale pointers are noticed long
 * after the free, and a program that allocates for ever stays bounded.
 *
 *     header (48 bytes)      payload (size rounded up to 16)     header of the next …
 *     shadow: RED_ZONE       NEW or WRITTEN, the rounding RED_ZONE
 *
 * The child's functions run on behalf of the running thread; heap_block() is for the parent. */
#ifndef POSIX_HEAP_H
#define POSIX_HEAP_H

#include "stepper/stepper.h"

enum shadow {
    SHADOW_NOTHING = 0, /* never handed out */
    SHADOW_WRITTEN = 1, /* in a live block, has been written */
    SHADOW_NEW = 2,     /* in a live block, not yet written */
    SHADOW_RED_ZONE = 3,
    SHADOW_FREED = 4
};

#define HEAP_FILLER 0xBEu  /* each byte of a new block */
#define HEAP_QUARANTINE 64 /* freed blocks of one class that wait before the first is used again */

#define HEAP_ALIGNMENT ((size_t)16) /* of malloc */

/* As aligned_alloc; NULL when REGION_HEAP is used up, or as many blocks as the program was to be given.
 * `alignment` is a power of two, those up to
 * HEAP_ALIGNMENT are no wish. The bytes hold HEAP_FILLER until written. pc: return address of the call, told
 * in later events. */
void *heap_allocate(size_t size, size_t alignment, uint64_t pc);

/* As free and realloc; what is not the start of a live block is an event, not a crash. */
void heap_free(void *pointer, uint64_t pc);
void *heap_resize(void *pointer, size_t size, uint64_t pc);

/* A block of zeros that the kit needs on behalf of the subject, such as argv: it is not counted, and
 * the subject cannot free it, nor touch it unless it is open. NULL as above. Whether a block at hand
 * is such a one is told by allocated_pc 0. heap_release() gives back NULL or what was reserved; pc: the place that
 * later events tell. */
void *heap_reserve(size_t size, bool is_open);
void heap_release(void *pointer, uint64_t pc);
bool heap_is_released(uint64_t address); /* a block that was reserved stood there */

/* Child: fills event->block, block_bytes, other, other_pc from the block that holds the address, or
 * else from the nearest of those that the program asked for: who freed it, or allocated it when
 * event->kind is an overrun. */
void heap_describe(uint64_t address, struct event *event);

struct heap_block {
    uint64_t address;
    uint64_t bytes;
    uint64_t allocated_pc, freed_pc; /* freed_pc: 0 while live; allocated_pc: 0 when reserved */
    thread_slot allocated_by, freed_by;
};

/* Child: the block that begins at or behind *offset, which starts at 0 and goes behind it; false when
 * there is none left. */
bool heap_next_block(uint64_t *offset, struct heap_block *block);

/* Parent: the same. */
bool heap_read_block(struct stepper *stepper, uint64_t *offset, struct heap_block *block);

/* Parent: the block at or nearest before an address; false when there is none. */
bool heap_block_at(struct stepper *stepper, uint64_t address, struct heap_block *block);

/* Parent: how many blocks of that size came from that place in the program and lie at addresses up
 * to `last`; the block itself is one of them. */
uint64_t heap_count_alike(struct stepper *stepper, const struct heap_block *block, uint64_t last);

#endif
