/*
 * MeMS for threads with a read-write lock for each heap. An atomic table says which heap a page is
 * of; mems_init and mems_finish go over all of it, which takes them more than 1,000 steps each.
 */
#define _DEFAULT_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/mman.h>
#include "threads.h"

enum { HEAPS = 8, LEAVES = 1024, LEAF_PAGES = 4096 };

struct node {
    size_t start, size;
    char *bytes;
    bool live;
    size_t region;
    struct node *next;
};
struct mapping {
    struct mapping *next;
    void *bytes;
    size_t size;
};
struct heap {
    pthread_rwlock_t lock;
    struct node *first;       /* under lock */
    struct node *spare;       /* under lock */
    struct mapping *mappings; /* under lock */
};
#define H                                  \
    {                                      \
        .lock = PTHREAD_RWLOCK_INITIALIZER \
    }
static struct heap heaps[HEAPS] = {H, H, H, H, H, H, H, H};

struct leaf {
    _Atomic unsigned char owner[LEAF_PAGES];
}; /* heap + 1, 0: none */
static _Atomic(struct leaf *) leaves[LEAVES];
static atomic_size_t next_page, live_blocks;
static atomic_uint next_heap;
static _Thread_local unsigned my_heap; /* + 1 */

static void *map(size_t size)
{
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return bytes == MAP_FAILED ? NULL : bytes;
}

static bool keep_mapping(struct heap *heap, void *bytes, size_t size);

static struct node *new_node(struct heap *heap)
{
    if (heap->spare == NULL) {
        char *page = map(PAGE_SIZE);
        if (page == NULL)
            return NULL;
        struct mapping *m = (struct mapping *)page;
        *m = (struct mapping){heap->mappings, page, PAGE_SIZE};
        heap->mappings = m;
        for (size_t at = 64; at + sizeof(struct node) <= PAGE_SIZE; at += sizeof(struct node)) {
            struct node *node = (struct node *)(page + at);
            node->next = heap->spare;
            heap->spare = node;
        }
    }
    struct node *node = heap->spare;
    heap->spare = node->next;
    return node;
}

static void drop_node(struct heap *heap, struct node *node)
{
    node->next = heap->spare;
    heap->spare = node;
}

static bool keep_mapping(struct heap *heap, void *bytes, size_t size)
{
    struct mapping *m = (struct mapping *)new_node(heap);
    if (m == NULL)
        return false;
    *m = (struct mapping){heap->mappings, bytes, size};
    heap->mappings = m;
    return true;
}

static struct leaf *leaf_of(size_t page)
{
    _Atomic(struct leaf *) *slot = &leaves[page / LEAF_PAGES];
    struct leaf *leaf = atomic_load(slot);
    if (leaf == NULL) {
        struct leaf *fresh = map(sizeof *fresh);
        if (fresh == NULL)
            return NULL;
        if (atomic_compare_exchange_strong(slot, &leaf, fresh))
            return fresh;
        munmap(fresh, sizeof *fresh);
    }
    return leaf;
}

/* The heap's lock is held. */
static struct node *grow(struct heap *heap, size_t size)
{
    if (size > (size_t)LEAVES * LEAF_PAGES * PAGE_SIZE)
        return NULL;
    size_t pages = (size + PAGE_SIZE - 1) / PAGE_SIZE;
    struct node *node = new_node(heap);
    if (node == NULL)
        return NULL;
    char *bytes = map(pages * PAGE_SIZE);
    if (bytes == NULL) {
        drop_node(heap, node);
        return NULL;
    }
    size_t from = atomic_fetch_add(&next_page, pages);
    bool ok = from + pages <= (size_t)LEAVES * LEAF_PAGES;
    for (size_t page = from; ok && page < from + pages; page++)
        ok = leaf_of(page) != NULL;
    ok = ok && keep_mapping(heap, bytes, pages * PAGE_SIZE);
    if (!ok) {
        munmap(bytes, pages * PAGE_SIZE);
        drop_node(heap, node);
        return NULL;
    }
    for (size_t page = from; page < from + pages; page++)
        atomic_store(&leaf_of(page)->owner[page % LEAF_PAGES], (unsigned char)(heap - heaps + 1));
    *node = (struct node){
        MEMS_FIRST_ADDRESS + from * PAGE_SIZE, pages * PAGE_SIZE, bytes, false, from, heap->first};
    heap->first = node;
    return node;
}

static struct heap *heap_of(size_t address)
{
    if (address < MEMS_FIRST_ADDRESS)
        return NULL;
    size_t page = (address - MEMS_FIRST_ADDRESS) / PAGE_SIZE;
    if (page / LEAF_PAGES >= LEAVES)
        return NULL;
    struct leaf *leaf = atomic_load(&leaves[page / LEAF_PAGES]);
    unsigned owner = leaf == NULL ? 0 : atomic_load(&leaf->owner[page % LEAF_PAGES]);
    return owner == 0 ? NULL : &heaps[owner - 1];
}

void mems_finish(void)
{
    for (int i = 0; i < HEAPS; i++) {
        /* data mappings first: their records lie in node pages, which are mappings, too */
        for (int round = 0; round < 2; round++) {
            struct mapping *next, *pages = NULL;
            for (struct mapping *m = heaps[i].mappings; m != NULL; m = next) {
                next = m->next;
                if ((void *)m == m->bytes) {
                    m->next = pages;
                    pages = m;
                } else
                    munmap(m->bytes, m->size);
            }
            for (struct mapping *m = pages; m != NULL && round == 0; m = next) {
                next = m->next;
                munmap(m, PAGE_SIZE);
            }
            break;
        }
        heaps[i].first = NULL;
        heaps[i].spare = NULL;
        heaps[i].mappings = NULL;
    }
    for (int i = 0; i < LEAVES; i++) {
        struct leaf *leaf = atomic_load(&leaves[i]);
        if (leaf != NULL)
            munmap(leaf, sizeof *leaf);
        atomic_store(&leaves[i], NULL);
    }
    atomic_store(&next_page, 0);
    atomic_store(&live_blocks, 0);
}

void mems_init(void)
{
    mems_finish();
}

void *mems_malloc(size_t size)
{
    if (size == 0)
        return NULL;
    if (my_heap == 0)
        my_heap = atomic_fetch_add(&next_heap, 1) % HEAPS + 1;
    struct heap *heap = &heaps[my_heap - 1];
    void *answer = NULL;
    pthread_rwlock_wrlock(&heap->lock);
    struct node *node = heap->first;
    while (node != NULL && (node->live || node->size < size))
        node = node->next;
    if (node == NULL)
        node = grow(heap, size);
    if (node != NULL && node->size > size) {
        struct node *rest = new_node(heap);
        if (rest == NULL)
            node = NULL;
        else {
            *rest = (struct node){node->start + size, node->size - size, node->bytes + size, false,
                                  node->region,       node->next};
            node->next = rest;
            node->size = size;
        }
    }
    if (node != NULL) {
        node->live = true;
        atomic_fetch_add(&live_blocks, 1);
        answer = (void *)node->start;
    }
    pthread_rwlock_unlock(&heap->lock);
    return answer;
}

void *mems_get(void *ptr)
{
    size_t address = (size_t)ptr;
    struct heap *heap = heap_of(address);
    if (heap == NULL)
        return NULL;
    void *answer = NULL;
    pthread_rwlock_rdlock(&heap->lock);
    for (struct node *node = heap->first; node != NULL; node = node->next)
        if (node->live && address >= node->start && address - node->start < node->size)
            answer = node->bytes + (address - node->start);
    pthread_rwlock_unlock(&heap->lock);
    return answer;
}

static void join(struct heap *heap, struct node *node)
{
    struct node *next = node->next;
    if (node->live || next == NULL || next->live || next->region != node->region)
        return;
    node->size += next->size;
    node->next = next->next;
    drop_node(heap, next);
}

void mems_free(void *ptr)
{
    struct heap *heap = heap_of((size_t)ptr);
    bool found = false;
    if (heap != NULL) {
        pthread_rwlock_wrlock(&heap->lock);
        struct node *before = NULL, *node = heap->first;
        while (node != NULL && !(node->live && node->start == (size_t)ptr)) {
            before = node;
            node = node->next;
        }
        if (node != NULL) {
            found = true;
            node->live = false;
            atomic_fetch_sub(&live_blocks, 1);
            join(heap, node);
            if (before != NULL)
                join(heap, before);
        }
        pthread_rwlock_unlock(&heap->lock);
    }
    if (!found)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    return atomic_load(&live_blocks);
}
