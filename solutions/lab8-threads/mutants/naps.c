/*
 * Planted bug: a flag in place of the lock, and a loop that naps until it is free.
 *
 * Kind of failure: busy waiting
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <time.h>

#include "threads.h"

enum { HEAPS = 1, NODES_PER_PAGE = PAGE_SIZE / 64 - 1 };
#define STRIPE ((size_t)1 << 40) /* bytes of virtual addresses */

/* A block or a hole. Neighbours with the same `mapping` are neighbours in memory, too. */
struct piece {
    size_t start, size; /* start: from the beginning of the stripe */
    char *physical;
    char *mapping; /* the piece that begins there stands for it in finish() */
    size_t mapped;
    bool is_block;
    struct piece *next;
};

struct piece_page {
    struct piece_page *next;
    struct piece pieces[NODES_PER_PAGE];
};

/* All but the lock is under the lock. */
struct heap {
    atomic_flag lock;
    struct piece *first, *last, *unused;
    struct piece_page *pages;
    size_t end; /* where the next mapping will start */
    size_t blocks;
};

static struct heap heaps[HEAPS] = {{.lock = ATOMIC_FLAG_INIT}};
static atomic_uint threads_seen;
static _Thread_local struct heap *own_heap;

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void take(atomic_flag *lock)
{
    while (atomic_flag_test_and_set(lock))
        nanosleep(&(struct timespec){.tv_nsec = 1000}, NULL);
}

static struct heap *choose_heap(void)
{
    if (own_heap == NULL)
        own_heap = &heaps[atomic_fetch_add(&threads_seen, 1) % HEAPS];
    return own_heap;
}

/* The heap whose stripe an address lies in, or NULL. */
static struct heap *heap_of(const void *address)
{
    size_t stripe = ((uintptr_t)address - MEMS_FIRST_ADDRESS) / STRIPE;
    return stripe < HEAPS ? &heaps[stripe] : NULL;
}

static size_t offset_of(const void *address)
{
    return ((uintptr_t)address - MEMS_FIRST_ADDRESS) % STRIPE;
}

/* ---- Under the lock of the heap -------------------------------------------------------------- */

static struct piece *take_piece(struct heap *heap)
{
    if (heap->unused == NULL) {
        struct piece_page *page = map(sizeof *page);
        if (page == NULL)
            return NULL;
        page->next = heap->pages;
        heap->pages = page;
        for (int i = 0; i < NODES_PER_PAGE; i++) {
            page->pieces[i].next = heap->unused;
            heap->unused = &page->pieces[i];
        }
    }
    struct piece *piece = heap->unused;
    heap->unused = piece->next;
    return piece;
}

static void put_piece(struct heap *heap, struct piece *piece)
{
    piece->next = heap->unused;
    heap->unused = piece;
}

static struct piece *piece_at(const struct heap *heap, size_t offset)
{
    for (struct piece *piece = heap->first; piece != NULL; piece = piece->next)
        if (offset >= piece->start && offset - piece->start < piece->size)
            return piece;
    return NULL;
}

static struct piece *first_fit(const struct heap *heap, size_t size)
{
    for (struct piece *piece = heap->first; piece != NULL; piece = piece->next)
        if (!piece->is_block && piece->size >= size)
            return piece;
    return NULL;
}

/* A mapping of whole pages, one hole, behind the last piece; or NULL. */
static struct piece *grow(struct heap *heap, size_t size)
{
    size_t bytes = (size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    struct piece *piece = bytes <= STRIPE - heap->end ? take_piece(heap) : NULL;
    char *memory = piece != NULL ? map(bytes) : NULL;
    if (memory == NULL) {
        if (piece != NULL)
            put_piece(heap, piece);
        return NULL;
    }
    *piece = (struct piece){heap->end, bytes, memory, memory, bytes, false, NULL};
    if (heap->last != NULL)
        heap->last->next = piece;
    else
        heap->first = piece;
    heap->last = piece;
    heap->end += bytes;
    return piece;
}

/* Makes a hole a block of `size` bytes, and what is left a hole behind it. False: no memory. */
static bool cut(struct heap *heap, struct piece *hole, size_t size)
{
    if (hole->size > size) {
        struct piece *rest = take_piece(heap);
        if (rest == NULL)
            return false;
        *rest = *hole;
        rest->start += size;
        rest->size -= size;
        rest->physical += size;
        hole->size = size;
        hole->next = rest;
        if (heap->last == hole)
            heap->last = rest;
    }
    hole->is_block = true;
    heap->blocks++;
    return true;
}

/* Joins the hole behind a hole to it, if there is one in the same mapping. */
static void merge(struct heap *heap, struct piece *hole)
{
    struct piece *next = hole->next;
    if (hole->is_block || next == NULL || next->is_block || next->mapping != hole->mapping)
        return;
    hole->size += next->size;
    hole->next = next->next;
    if (heap->last == next)
        heap->last = hole;
    put_piece(heap, next);
}

static void release(struct heap *heap, struct piece *block)
{
    struct piece *before = heap->first;
    while (before != block && before->next != block)
        before = before->next;
    block->is_block = false;
    heap->blocks--;
    merge(heap, block);
    if (before != block)
        merge(heap, before);
}

/* ---- The contract ---------------------------------------------------------------------------- */

static void finish(struct heap *heap)
{
    for (struct piece *piece = heap->first; piece != NULL; piece = piece->next)
        if (piece->physical == piece->mapping)
            munmap(piece->mapping, piece->mapped);
    while (heap->pages != NULL) {
        struct piece_page *page = heap->pages;
        heap->pages = page->next;
        munmap(page, sizeof *page);
    }
    heap->first = heap->last = heap->unused = NULL;
    heap->end = heap->blocks = 0;
}

void mems_finish(void)
{
    for (int i = 0; i < HEAPS; i++)
        finish(&heaps[i]);
}

void mems_init(void)
{
    mems_finish();
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > STRIPE)
        return NULL;
    struct heap *heap = choose_heap();
    take(&heap->lock);
    struct piece *hole = first_fit(heap, size);
    if (hole == NULL)
        hole = grow(heap, size);
    void *block = NULL;
    if (hole != NULL && cut(heap, hole, size))
        block = (char *)MEMS_FIRST_ADDRESS + (size_t)(heap - heaps) * STRIPE + hole->start;
    atomic_flag_clear(&heap->lock);
    return block;
}

void *mems_get(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    if (heap == NULL)
        return NULL;
    char *physical = NULL;
    take(&heap->lock);
    struct piece *piece = piece_at(heap, offset_of(ptr));
    if (piece != NULL && piece->is_block)
        physical = piece->physical + (offset_of(ptr) - piece->start);
    atomic_flag_clear(&heap->lock);
    return physical;
}

void mems_free(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    bool is_found = false;
    if (heap != NULL) {
        take(&heap->lock);
        struct piece *piece = piece_at(heap, offset_of(ptr));
        is_found = piece != NULL && piece->is_block && piece->start == offset_of(ptr);
        if (is_found)
            release(heap, piece);
        atomic_flag_clear(&heap->lock);
    }
    if (!is_found)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    size_t blocks = 0;
    for (int i = 0; i < HEAPS; i++) {
        take(&heaps[i].lock);
        blocks += heaps[i].blocks;
        atomic_flag_clear(&heaps[i].lock);
    }
    return blocks;
}
