/*
 * Planted bug: the directory names a new node before the node says where it is and how it is cut. A
 * thread that looks up an address of it may come in between.
 *
 * Kind of failure: data race
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>

#include "threads.h"

enum {
    HEAPS = 8,
    NODE_SLOTS = 64,                        /* at most: the bits of a word */
    NODE_BYTES = 16 * PAGE_SIZE,            /* at most, if a node has several slots */
    SMALLEST_SLOT = PAGE_SIZE / NODE_SLOTS, /* bytes; a slot is that times a power of two */
    ORDERS = 27,                            /* of slots; the largest has 4 GiB */
    TABLES = 4096,
    TABLE_PAGES = PAGE_SIZE / sizeof(void *)
};

/* A mapping. `live` has bit s set while slot s is a block: set under the lock of the heap that the
   node belongs to, cleared by any thread. All else stays as it was when the node was published. */
struct node {
    atomic_ullong live;
    size_t start; /* virtual address of slot 0, from MEMS_FIRST_ADDRESS on */
    char *physical;
    size_t slot_bytes, slots;
    struct node *next; /* under the lock of the heap */
};

/* The nodes that a heap allocates from, the one that had room last in front. */
struct heap {
    _Alignas(64) pthread_mutex_t lock;
    struct node *nodes[ORDERS]; /* under lock */
};

/* Which node a page belongs to, or NULL until it has one. */
struct table {
    _Atomic(struct node *) nodes[TABLE_PAGES];
};

enum { NODES_PER_PAGE = (PAGE_SIZE - sizeof(void *)) / sizeof(struct node) };

struct node_page {
    struct node_page *next;
    struct node nodes[NODES_PER_PAGE];
};

static bool has_begun; /* between mems_init and mems_finish, which make and destroy the locks */
static struct heap heaps[HEAPS];
static atomic_uint threads_seen;
static _Thread_local struct heap *own_heap; /* of this thread, from its first mems_malloc on */

static pthread_mutex_t growth_lock = PTHREAD_MUTEX_INITIALIZER;
static _Atomic(struct table *) directory[TABLES]; /* written under growth_lock */
static struct node_page *node_pages;              /* under growth_lock, as all below */
static int nodes_left;                            /* in node_pages[0] */
static size_t next_page;                          /* of virtual addresses */

/* ---- pages ---------------------------------------------------------------------------------- */

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static size_t node_bytes(const struct node *node)
{
    return node->slot_bytes * node->slots;
}

/* ---- the directory -------------------------------------------------------------------------- */

/* The node that a virtual address lies in, or NULL. */
static struct node *node_at(const void *address)
{
    size_t page = ((uintptr_t)address - MEMS_FIRST_ADDRESS) / PAGE_SIZE;
    if (page / TABLE_PAGES >= TABLES)
        return NULL;
    struct table *table = atomic_load(&directory[page / TABLE_PAGES]);
    return table ? atomic_load(&table->nodes[page % TABLE_PAGES]) : NULL;
}

/* Makes sure that the directory has tables for the pages up to `end`. Under growth_lock. */
static bool reserve_tables(size_t end)
{
    if (end > (size_t)TABLES * TABLE_PAGES)
        return false;
    for (size_t index = next_page / TABLE_PAGES; index * TABLE_PAGES < end; index++) {
        if (atomic_load(&directory[index]))
            continue;
        struct table *table = map(sizeof *table);
        if (!table)
            return false;
        atomic_store(&directory[index], table);
    }
    return true;
}

/* A node that was never used, or NULL. Under growth_lock. */
static struct node *take_node(void)
{
    if (nodes_left == 0) {
        struct node_page *page = map(sizeof *page);
        if (!page)
            return NULL;
        page->next = node_pages;
        node_pages = page;
        nodes_left = NODES_PER_PAGE;
    }
    return &node_pages->nodes[--nodes_left];
}

/* A node for the mapping, and virtual addresses under which all threads find it. NULL: no memory, or no
   addresses. Under growth_lock. */
static struct node *reserve(char *physical, size_t slot_bytes, size_t slots)
{
    size_t end = next_page + slot_bytes * slots / PAGE_SIZE;
    struct node *node = reserve_tables(end) ? take_node() : NULL;
    if (!node)
        return NULL;
    for (size_t page = next_page; page < end; page++) {
        struct table *table = atomic_load(&directory[page / TABLE_PAGES]);
        atomic_store(&table->nodes[page % TABLE_PAGES], node);
    }
    node->start = next_page * PAGE_SIZE;
    node->physical = physical;
    node->slot_bytes = slot_bytes;
    node->slots = slots;
    next_page = end;
    return node;
}

/* ---- heaps ---------------------------------------------------------------------------------- */

static struct heap *choose_heap(void)
{
    if (!own_heap)
        own_heap = &heaps[atomic_fetch_add(&threads_seen, 1) % HEAPS];
    return own_heap;
}

static unsigned long long all_slots(const struct node *node)
{
    return node->slots == NODE_SLOTS ? ~0ULL : (1ULL << node->slots) - 1;
}

/* A node of the heap with a free slot, which comes to the front; or NULL. Under the heap's lock. */
static struct node *node_with_room(struct node **first)
{
    for (struct node **link = first; *link; link = &(*link)->next) {
        struct node *node = *link;
        if (atomic_load(&node->live) == all_slots(node))
            continue;
        *link = node->next;
        node->next = *first;
        return *first = node;
    }
    return NULL;
}

/* A new node with free slots in front of the heap's, or NULL. Under the heap's lock. */
static struct node *grow(struct node **first, size_t slot_bytes)
{
    size_t slots = NODE_BYTES / slot_bytes;
    slots = slots == 0 ? 1 : slots > NODE_SLOTS ? NODE_SLOTS : slots;
    char *physical = map(slot_bytes * slots);
    if (!physical)
        return NULL;
    pthread_mutex_lock(&growth_lock);
    struct node *node = reserve(physical, slot_bytes, slots);
    pthread_mutex_unlock(&growth_lock);
    if (!node) {
        munmap(physical, slot_bytes * slots);
        return NULL;
    }
    node->next = *first;
    return *first = node;
}

/* The lowest free slot becomes a block: its virtual address. Under the heap's lock: others may
   clear bits meanwhile, but nobody sets one. */
static void *take_slot(struct node *node)
{
    unsigned long long is_free = ~atomic_load(&node->live);
    size_t slot = 0;
    while (!(is_free >> slot & 1))
        slot++;
    atomic_fetch_or(&node->live, 1ULL << slot);
    return (void *)(MEMS_FIRST_ADDRESS + node->start + slot * node->slot_bytes);
}

/* ---- the contract --------------------------------------------------------------------------- */

void mems_finish(void)
{
    if (!has_begun)
        return;
    while (node_pages) {
        struct node_page *page = node_pages;
        for (int i = 0; i < NODES_PER_PAGE; i++)
            if (page->nodes[i].physical)
                munmap(page->nodes[i].physical, node_bytes(&page->nodes[i]));
        node_pages = page->next;
        munmap(page, sizeof *page);
    }
    for (int i = 0; i < TABLES && atomic_load(&directory[i]); i++) {
        munmap(atomic_load(&directory[i]), sizeof(struct table));
        atomic_store(&directory[i], NULL);
    }
    for (int i = 0; i < HEAPS; i++)
        pthread_mutex_destroy(&heaps[i].lock);
    has_begun = false;
}

void mems_init(void)
{
    mems_finish();
    memset(heaps, 0, sizeof heaps);
    for (int i = 0; i < HEAPS; i++)
        pthread_mutex_init(&heaps[i].lock, NULL);
    nodes_left = 0;
    next_page = 0;
    has_begun = true;
}

void *mems_malloc(size_t size)
{
    int order = 0;
    while (order < ORDERS && (size_t)SMALLEST_SLOT << order < size)
        order++;
    if (size == 0 || order == ORDERS)
        return NULL;

    struct heap *heap = choose_heap();
    pthread_mutex_lock(&heap->lock);
    struct node *node = node_with_room(&heap->nodes[order]);
    if (!node)
        node = grow(&heap->nodes[order], (size_t)SMALLEST_SLOT << order);
    void *block = node ? take_slot(node) : NULL;
    pthread_mutex_unlock(&heap->lock);
    return block;
}

void *mems_get(void *ptr)
{
    struct node *node = node_at(ptr);
    if (!node)
        return NULL;
    size_t offset = (uintptr_t)ptr - MEMS_FIRST_ADDRESS - node->start;
    bool is_live = atomic_load(&node->live) >> offset / node->slot_bytes & 1;
    return is_live ? node->physical + offset : NULL;
}

void mems_free(void *ptr)
{
    struct node *node = node_at(ptr);
    size_t offset = node ? (uintptr_t)ptr - MEMS_FIRST_ADDRESS - node->start : 0;
    bool is_start = node && offset % node->slot_bytes == 0;
    unsigned long long bit = is_start ? 1ULL << offset / node->slot_bytes : 0;
    /* Of several threads that free a block, the one that finds its bit set has freed it. */
    if (bit == 0 || !(atomic_fetch_and(&node->live, ~bit) & bit))
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    size_t blocks = 0;
    pthread_mutex_lock(&growth_lock);
    for (struct node_page *page = node_pages; page; page = page->next)
        for (int i = 0; i < NODES_PER_PAGE; i++)
            for (unsigned long long live = atomic_load(&page->nodes[i].live); live;
                 live &= live - 1)
                blocks++;
    pthread_mutex_unlock(&growth_lock);
    return blocks;
}
