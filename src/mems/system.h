/*
 * system.h: the one place that calls mmap and munmap, and what MeMS keeps its own records in.
 *
 * Records live in two kinds of memory, both apart from the program's blocks, so that a program
 * that writes past a block cannot damage them:
 *   a table  is an array that is indexed by page (or cell, or hash). It grows by an eighth at
 *            least: a larger mapping, a copy, and the old mapping goes back. Rows may move.
 *   the arena holds records that must never move, because pointers to them are public. It grows
 *            chunk by chunk; freed records go to a list of their kind and are used again.
 * Neither is ever reserved ahead in large amounts: a chunk is a sixteenth of what there is.
 */
#ifndef MEMS_SYSTEM_H
#define MEMS_SYSTEM_H

#include <sys/mman.h>

#include "contract.h"

/* -std=c99 hides MAP_ANONYMOUS; these are its values in the Linux headers. */
#if defined MAP_ANONYMOUS
#define MEMS_MAP_ANONYMOUS MAP_ANONYMOUS
#elif defined __mips__
#define MEMS_MAP_ANONYMOUS 0x800
#else
#define MEMS_MAP_ANONYMOUS 0x20
#endif

/* Tables and chunks are a multiple of this; a chunk is between the two sizes below. */
#define MEMS_RECORD_PAGE ((size_t)4096)
#define MEMS_SMALLEST_CHUNK ((size_t)1 << 14)
#define MEMS_LARGEST_CHUNK ((size_t)1 << 18)

#define MEMS_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define MEMS_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/* Steps of every malloc, get or free are put in place, rare ones kept out of the way: a call saves
   and restores more registers than such a step has instructions. */
#define MEMS_INLINE inline __attribute__((always_inline))
#define MEMS_APART __attribute__((noinline))

typedef char mems_assert_page_size[PAGE_SIZE >= 4096 && PAGE_SIZE % 4096 == 0 ? 1 : -1];
typedef char mems_assert_align[MEMS_ALIGN >= 1 && (MEMS_ALIGN & (MEMS_ALIGN - 1)) == 0 &&
                                       PAGE_SIZE % MEMS_ALIGN == 0
                                   ? 1
                                   : -1];

struct mems_system {
    size_t metadata_bytes; /* of all tables and chunks */
    char *lowest;          /* the lowest mapping that we were ever given */
    int keep_clear;        /* pages were given back whose places we may want again: new mappings
                              go below `lowest`, so that we do not take them ourselves */
};

/* Memory of the system at the place given, or elsewhere if that is not free; zeroed. NULL: the
   system has none. */
static char *mems_map_at(void *place, size_t bytes)
{
    void *memory =
        mmap(place, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MEMS_MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : (char *)memory;
}

/* The same, at the place of the system's choice. */
static char *mems_map(struct mems_system *system, size_t bytes)
{
    uintptr_t lowest = (uintptr_t)system->lowest;
    int below = system->keep_clear && lowest > bytes;
    char *memory = mems_map_at(below ? (void *)(lowest - bytes) : NULL, bytes);
    if (memory && (!lowest || (uintptr_t)memory < lowest))
        system->lowest = memory;
    return memory;
}

/* Nonzero if the range went back. (The system refuses when it would have to keep more separate
   mappings than it is willing to.) */
static int mems_unmap(void *memory, size_t bytes)
{
    return munmap(memory, bytes) == 0;
}

static void mems_copy(void *to, const void *from, size_t bytes)
{
    __builtin_memcpy(to, from, bytes);
}

static size_t mems_round_up(size_t bytes, size_t unit)
{
    return (bytes + unit - 1) / unit * unit;
}

/* ---- tables -------------------------------------------------------------------------------- */

struct mems_table {
    char *rows; /* all zero where never written */
    size_t bytes;
};

struct mems_chunk {
    struct mems_chunk *next;
    size_t bytes;
};

/* [chunk header | records taken ... | next_record ... end) */
struct mems_arena {
    struct mems_chunk *chunks;
    char *next_record;
    char *end;
};

/* Makes room for rows up to `bytes`. 0: no memory, and the table is as it was. */
static int mems_table_reserve(struct mems_table *table, size_t bytes, struct mems_system *system)
{
    if (MEMS_LIKELY(bytes <= table->bytes))
        return 1;
    size_t wanted = table->bytes + table->bytes / 8;
    if (wanted < bytes)
        wanted = bytes;
    wanted = mems_round_up(wanted, MEMS_RECORD_PAGE);
    char *rows = mems_map(system, wanted);
    if (!rows)
        return 0;
    system->metadata_bytes += wanted - table->bytes;
    if (table->bytes) {
        mems_copy(rows, table->rows, table->bytes);
        mems_unmap(table->rows, table->bytes);
    }
    table->rows = rows;
    table->bytes = wanted;
    return 1;
}

static void mems_table_drop(struct mems_table *table, struct mems_system *system)
{
    if (table->bytes)
        mems_unmap(table->rows, table->bytes);
    system->metadata_bytes -= table->bytes;
    table->rows = NULL;
    table->bytes = 0;
}

/* ---- the arena ----------------------------------------------------------------------------- */

/* Makes sure that the next `bytes` can be taken. 0: no memory. */
static int mems_arena_reserve(struct mems_arena *arena, size_t bytes, struct mems_system *system)
{
    if (MEMS_LIKELY((size_t)(arena->end - arena->next_record) >= bytes))
        return 1;
    size_t wanted = mems_round_up(system->metadata_bytes / 16, MEMS_RECORD_PAGE);
    if (wanted > MEMS_LARGEST_CHUNK)
        wanted = MEMS_LARGEST_CHUNK;
    if (wanted < MEMS_SMALLEST_CHUNK)
        wanted = MEMS_SMALLEST_CHUNK;
    if (wanted < bytes + 64)
        wanted = mems_round_up(bytes + 64, MEMS_RECORD_PAGE);
    struct mems_chunk *chunk = (struct mems_chunk *)(void *)mems_map(system, wanted);
    if (!chunk)
        return 0;
    system->metadata_bytes += wanted;
    chunk->next = arena->chunks;
    chunk->bytes = wanted;
    arena->chunks = chunk;
    arena->next_record = (char *)chunk + 64;
    arena->end = (char *)chunk + wanted;
    return 1;
}

/* A record of `bytes` that was reserved. If all that are taken are multiples of 64 each is on cache
   lines of its own. */
static void *mems_arena_take(struct mems_arena *arena, size_t bytes)
{
    void *record = arena->next_record;
    arena->next_record += bytes;
    return record;
}

static void mems_arena_drop(struct mems_arena *arena, struct mems_system *system)
{
    while (arena->chunks) {
        struct mems_chunk *chunk = arena->chunks;
        arena->chunks = chunk->next;
        system->metadata_bytes -= chunk->bytes;
        mems_unmap(chunk, chunk->bytes);
    }
    arena->next_record = arena->end = NULL;
}

#endif
