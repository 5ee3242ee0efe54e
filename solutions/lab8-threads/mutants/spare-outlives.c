/*
 * Planted bug: each thread keeps a block that it freed for when it asks next. Nobody else gets it,
 * it counts as live, and it is handed out again after mems_finish.
 *
 * Kind of failure: wrong answer
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>

#include "threads.h"

enum { SPARE_BYTES = 40, HEAPS = 1, NODES_PER_PAGE = PAGE_SIZE / 64 - 1 };
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
    pthread_mutex_t lock;
    struct piece *first, *last, *unused;
    struct piece_page *pages;
    size_t end; /* where the next mapping will start */
    size_t blocks;
};

static struct heap heaps[HEAPS] = {{.lock = PTHREAD_MUTEX_INITIALIZER}};
static _Thread_local char *spare; /* a block that this thread freed, for when it asks next */
static atomic_uint threads_seen;
static _Thread_local struct heap *own_heap;

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
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
    char *block = spare;
    if (size <= SPARE_BYTES && block != NULL) {
        spare = NULL;
        return block;
    }
    struct heap *heap = choose_heap();
    pthread_mutex_lock(&heap->lock);
    struct piece *hole = first_fit(heap, size);
    if (hole == NULL)
        hole = grow(heap, size);
    if (hole != NULL && cut(heap, hole, size))
        block = (char *)MEMS_FIRST_ADDRESS + (size_t)(heap - heaps) * STRIPE + hole->start;
    pthread_mutex_unlock(&heap->lock);
    return block;
}

void *mems_get(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    if (heap == NULL)
        return NULL;
    char *physical = NULL;
    pthread_mutex_lock(&heap->lock);
    struct piece *piece = piece_at(heap, offset_of(ptr));
    if (piece != NULL && piece->is_block)
        physical = piece->physical + (offset_of(ptr) - piece->start);
    pthread_mutex_unlock(&heap->lock);
    return ptr == spare ? NULL : physical;
}

void mems_free(void *ptr)
{
    struct heap *heap = heap_of(ptr);
    bool is_found = false;
    if (heap != NULL) {
        pthread_mutex_lock(&heap->lock);
        struct piece *piece = piece_at(heap, offset_of(ptr));
        is_found =
            spare != ptr && piece != NULL && piece->is_block && piece->start == offset_of(ptr);
        if (is_found && piece->size >= SPARE_BYTES && spare == NULL)
            spare = (char *)ptr;
        else if (is_found)
            release(heap, piece);
        pthread_mutex_unlock(&heap->lock);
    }
    if (!is_found)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    size_t blocks = 0;
    for (int i = 0; i < HEAPS; i++) {
        pthread_mutex_lock(&heaps[i].lock);
        blocks += heaps[i].blocks;
        pthread_mutex_unlock(&heaps[i].lock);
    }
    return blocks;
}
