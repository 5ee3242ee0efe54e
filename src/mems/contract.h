/*
 * contract.h: what MeMS promises to a program, and nothing of how it keeps the promise.
 *
 * MeMS is an allocator with virtual addresses of its own. mems_malloc() answers with such an
 * address; mems_get() translates it into a pointer that can be dereferenced. Memory comes from
 * the system by mmap() only, in multiples of PAGE_SIZE, and goes back by munmap() only.
 *
 *     virtual    1000      2000      3000      4000      5096
 *                 |  block  |  block  |  block  |  hole   |  block ...
 *     main chain  [------------- node 1 -------][-------- node 2 ...
 *     physical    [ one mmap of a whole page   ]  [ another mmap, anywhere ]
 *
 * The main chain lists the mappings in order of virtual address, without gaps. The sub-chain of
 * a main node cuts its range into blocks and holes; their sizes sum to its total_size.
 *
 * A program may define, before the include and alike in all its files:
 *   PAGE_SIZE              bytes in a page, a multiple of 4096 (4096)
 *   MEMS_FIRST_ADDRESS     the first virtual address, 0 included (1000)
 *   MEMS_ALIGN             every request is rounded up to a multiple of this power of two (1)
 *   MEMS_PLACEMENT_BEST    the smallest hole that is large enough, the lowest among equals
 *   MEMS_PLACEMENT_WORST   the largest hole, the lowest among equals
 *   MEMS_PLACEMENT_NEXT    the first fit after the last block granted, then from the start
 *   MEMS_PLACEMENT_FAST    addresses chosen for speed; see fast/fast.h for what `head` shows
 * With none of the last four: first fit in order of address.
 */
#ifndef MEMS_CONTRACT_H
#define MEMS_CONTRACT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef PAGE_SIZE
#define PAGE_SIZE 4096
#endif
#ifndef MEMS_FIRST_ADDRESS
#define MEMS_FIRST_ADDRESS 1000
#endif
#ifndef MEMS_ALIGN
#define MEMS_ALIGN 1
#endif

#ifdef __cplusplus
extern "C" {
#endif

enum { MEMS_HOLE = 0, MEMS_PROCESS = 1 };

/* A block or a hole: the addresses [virtual_address, virtual_address + size). size > 0. */
typedef struct SubChainNode {
    size_t size;
    int type; /* MEMS_HOLE or MEMS_PROCESS */
    void *virtual_address;
    void *physical_address; /* physical - virtual is one constant per main node */
    struct SubChainNode *next;
    struct SubChainNode *prev;
} SubChainNode;

/* One mapping: [start_virtual_address, start_virtual_address + total_size). */
typedef struct MainChainNode {
    void *start_virtual_address;
    size_t total_size; /* a multiple of PAGE_SIZE; the sum of the sizes in the sub-chain */
    SubChainNode *sub_chain_head;
    struct MainChainNode *next;
    struct MainChainNode *prev;
} MainChainNode;

/* The chain is for reading: a program may walk it, only MeMS changes it. */
extern MainChainNode *head;        /* the lowest main node, or NULL */
extern void *next_virtual_address; /* where the next main node will start */

/* ---- life cycle ---------------------------------------------------------------------------- */

/* Starts with an empty heap. Whatever an earlier heap still held is given back first. */
void mems_init(void);

/* Gives everything back to the system; all addresses become unknown. Harmless when repeated;
   mems_init() starts afresh. */
void mems_finish(void);

/* ---- blocks -------------------------------------------------------------------------------- */

/* A block of size bytes, as a virtual address. NULL when size is 0 or when the memory cannot be
   had: nothing has changed then and mems_error() says why. The block is physically contiguous.
   Its bytes are not cleared. */
void *mems_malloc(size_t size);

/* A block for count elements of size bytes, all bytes zero. NULL as for mems_malloc(), and when
   count * size is more than a size_t holds. */
void *mems_calloc(size_t count, size_t size);

/* Changes the size of the block that starts at ptr, in place if that is possible. The answer is
   where it starts now; its first bytes are kept. NULL: not changed, and mems_error() says why.
   A ptr of NULL that is not a live block asks for a new block. A new size of 0 is refused: say
   mems_free(). */
void *mems_realloc(void *ptr, size_t size);

/* Ends the block that starts at ptr. For anything else it prints ADDRESS NOT FOUND!! and
   changes nothing. */
void mems_free(void *ptr);

/* The pointer for a virtual address anywhere inside a live block; NULL for a hole, a freed or an
   unknown address. Valid until the block is freed or moved. */
void *mems_get(void *ptr);

/* Returns the pages that lie wholly in holes to the system: the bytes given back. Their virtual
   addresses stay holes and are used again: MeMS then asks for the same physical pages. Should
   another mapping have taken them meanwhile, that range stays a hole that is never granted. */
size_t mems_trim(void);

/* ---- inspection ---------------------------------------------------------------------------- */

/* Why the last of the calls above failed, as a sentence; NULL if it succeeded. With
   MEMS_FIRST_ADDRESS 0 this tells the block at address 0 from a failure. */
const char *mems_error(void);

/* Prints main chain, sub-chains, pages used and bytes in holes. */
void mems_print_stats(void);

struct mems_stats {
    size_t pages; /* of all main nodes */
    size_t main_nodes;
    size_t blocks;        /* live blocks */
    size_t payload_bytes; /* in live blocks, as granted */
    size_t holes;
    size_t hole_bytes; /* what mems_print_stats() calls unused */
    size_t largest_hole;
    size_t mapped_bytes;   /* of the pages, those that are with us: without the trimmed ones */
    size_t metadata_bytes; /* mapped for MeMS itself: chains, index, tables */
};

/* Fills in *stats. Takes time in proportion to the number of holes and blocks. */
void mems_stats(struct mems_stats *stats);

/* Walks every invariant. NULL if all hold, else a sentence that names the first that does not. */
const char *mems_check(void);

#ifdef __cplusplus
}
#endif
#endif
