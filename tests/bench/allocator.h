/*
 * allocator.h: the one face that the benchmarks see. A block is named by what its allocator
 * answers with: a pointer, or a virtual address of MeMS that block_pointer() translates.
 *
 *   default        malloc of the C library, or of what LD_PRELOAD puts in its place
 *   BENCH_MEMS     the MeMS of mems.h, in the way that the MEMS_PLACEMENT_* macros choose
 */
#ifndef ALLOCATOR_H
#define ALLOCATOR_H

#ifdef BENCH_MEMS

#include "mems.h"

static inline void *block_allocate(size_t size)
{
    return mems_malloc(size);
}

static inline void *block_resize(void *block, size_t size)
{
    return mems_realloc(block, size);
}

static inline void block_free(void *block)
{
    mems_free(block);
}

static inline char *block_pointer(void *block)
{
    return (char *)mems_get(block);
}

#else

#include <stdlib.h>

static inline void *block_allocate(size_t size)
{
    return malloc(size);
}

static inline void *block_resize(void *block, size_t size)
{
    return realloc(block, size);
}

static inline void block_free(void *block)
{
    free(block);
}

static inline char *block_pointer(void *block)
{
    return (char *)block;
}

#endif
#endif
