/*
 * tournament.c: another right fast MeMS: no tree of nodes, but a tournament over the pages of virtual
 * memory, which lie in a row. Each page knows the first node that starts in it and the largest hole
 * among those; within a page there are few nodes to walk.
 */
#define _DEFAULT_SOURCE

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
static MainChainNode *tail;

/* ---- memory -------------------------------------------------------------------------------- */

union cell {
    MainChainNode main;
    SubChainNode sub;
    union cell *next;
};

enum { CELLS = PAGE_SIZE / sizeof(union cell) - 1, CELLS_MOST = 3 };

static struct cells {
    struct cells *next;
    union cell cells[CELLS];
} * cell_pages;
static union cell *spare;
static int spares;

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void give(void *memory)
{
    union cell *cell = memory;
    cell->next = spare;
    spare = cell;
    spares++;
}

static void *take(void)
{
    union cell *cell = spare;
    spare = cell->next;
    spares--;
    return cell;
}

static int reserve_cells(void)
{
    struct cells *page = spares >= CELLS_MOST ? cell_pages : map(PAGE_SIZE);
    if (page == cell_pages || !page)
        return page != NULL;
    page->next = cell_pages;
    cell_pages = page;
    for (int i = 0; i < CELLS; i++)
        give(&page->cells[i]);
    return 1;
}

/* ---- the tournament ------------------------------------------------------------------------ */

/* rounds[1] is the root, rounds[capacity + p] page p, and the children of i are 2i and 2i + 1.
   largest is the larger of the children's, starts is nonzero when one of theirs is. */
struct round {
    size_t largest;
    SubChainNode *starts; /* of a page: the first node that starts in it */
};
static struct round *rounds;
static size_t capacity; /* pages, a power of two */

static size_t page_of(const void *address)
{
    return (size_t)((const char *)address - (char *)MEMS_FIRST_ADDRESS) / PAGE_SIZE;
}

static void play(size_t at)
{
    for (at /= 2; at > 0; at /= 2) {
        struct round *left = &rounds[2 * at], *right = &rounds[2 * at + 1];
        rounds[at].largest = left->largest > right->largest ? left->largest : right->largest;
        rounds[at].starts = left->starts ? left->starts : right->starts;
    }
}

/* Looks at the nodes of a page again. `first` is the first that starts in it, or NULL. */
static void update(size_t page, SubChainNode *first)
{
    struct round *round = &rounds[capacity + page];
    round->largest = 0;
    round->starts = first;
    for (SubChainNode *sub = first; sub && page_of(sub->virtual_address) == page; sub = sub->next)
        if (sub->type == MEMS_HOLE && sub->size > round->largest)
            round->largest = sub->size;
    play(capacity + page);
}

/* The same for the page that a node starts in, and whichever is its first one. */
static void update_page_of(SubChainNode *sub)
{
    size_t page = page_of(sub->virtual_address);
    SubChainNode *first = rounds[capacity + page].starts;
    if (!first || first->virtual_address > sub->virtual_address)
        first = sub;
    update(page, first);
}

static int make_room(size_t pages)
{
    size_t larger = capacity ? capacity : 64;
    while (larger < pages)
        larger *= 2;
    if (larger == capacity)
        return 1;
    struct round *fresh = map(2 * larger * sizeof *fresh);
    if (!fresh)
        return 0;
    for (size_t i = 0; i < capacity; i++)
        fresh[larger + i] = rounds[capacity + i];
    if (rounds)
        munmap(rounds, 2 * capacity * sizeof *rounds);
    rounds = fresh;
    capacity = larger;
    for (size_t at = capacity - 1; at > 0; at--)
        play(2 * at);
    return 1;
}

/* The last page up to this one in which a node starts: there always is one. */
static size_t last_start(size_t page)
{
    size_t at = capacity + page;
    if (rounds[at].starts)
        return page;
    while (at % 2 == 0 || !rounds[at - 1].starts)
        at /= 2;
    at--;
    while (at < capacity)
        at = rounds[2 * at + 1].starts ? 2 * at + 1 : 2 * at;
    return at - capacity;
}

static SubChainNode *node_at(void *address)
{
    if ((size_t)address < MEMS_FIRST_ADDRESS || address >= next_virtual_address)
        return NULL;
    size_t page = page_of(address);
    SubChainNode *sub = rounds[capacity + page].starts;
    if (!sub || sub->virtual_address > address)
        sub = rounds[capacity + last_start(page - 1)].starts;
    while ((size_t)((char *)address - (char *)sub->virtual_address) >= sub->size)
        sub = sub->next;
    return sub;
}

static SubChainNode *first_fit(size_t size)
{
    size_t at = 1;
    if (!rounds || rounds[1].largest < size)
        return NULL;
    while (at < capacity)
        at = rounds[2 * at].largest >= size ? 2 * at : 2 * at + 1;
    SubChainNode *sub = rounds[at].starts;
    while (sub->type != MEMS_HOLE || sub->size < size)
        sub = sub->next;
    return sub;
}

/* ---- the contract -------------------------------------------------------------------------- */

static SubChainNode *new_main(size_t bytes)
{
    if (!make_room(page_of(next_virtual_address) + bytes / PAGE_SIZE))
        return NULL;
    char *physical = map(bytes);
    if (!physical)
        return NULL;
    SubChainNode *hole = take();
    *hole = (SubChainNode){bytes, MEMS_HOLE, next_virtual_address, physical, NULL, NULL};
    MainChainNode *main = take();
    *main = (MainChainNode){next_virtual_address, bytes, hole, NULL, tail};
    *(tail ? &tail->next : &head) = main;
    tail = main;
    next_virtual_address = (char *)next_virtual_address + bytes;
    update_page_of(hole);
    return hole;
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > SIZE_MAX / 2 || !reserve_cells())
        return NULL;
    SubChainNode *block = first_fit(size);
    if (!block)
        block = new_main((size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE);
    if (!block)
        return NULL;
    if (block->size > size) {
        SubChainNode *rest = take();
        *rest = (SubChainNode){block->size - size,
                               MEMS_HOLE,
                               (char *)block->virtual_address + size,
                               (char *)block->physical_address + size,
                               block->next,
                               block};
        if (rest->next)
            rest->next->prev = rest;
        block->next = rest;
        block->size = size;
        update_page_of(rest);
    }
    block->type = MEMS_PROCESS;
    update_page_of(block);
    return block->virtual_address;
}

/* Joins the node behind this one to it. */
static void swallow(SubChainNode *sub)
{
    SubChainNode *gone = sub->next, *behind = gone->next;
    size_t page = page_of(gone->virtual_address);
    SubChainNode *first = rounds[capacity + page].starts;
    sub->size += gone->size;
    sub->next = behind;
    if (behind)
        behind->prev = sub;
    if (first == gone)
        first = behind && page_of(behind->virtual_address) == page ? behind : NULL;
    update(page, first);
    give(gone);
}

void mems_free(void *ptr)
{
    SubChainNode *sub = node_at(ptr);
    if (!sub || sub->type != MEMS_PROCESS || sub->virtual_address != ptr) {
        printf("ADDRESS NOT FOUND!!\n");
        return;
    }
    sub->type = MEMS_HOLE;
    if (sub->next && sub->next->type == MEMS_HOLE)
        swallow(sub);
    if (sub->prev && sub->prev->type == MEMS_HOLE) {
        sub = sub->prev;
        swallow(sub);
    }
    update_page_of(sub);
}

void *mems_get(void *ptr)
{
    SubChainNode *sub = node_at(ptr);
    if (!sub || sub->type != MEMS_PROCESS)
        return NULL;
    return (char *)sub->physical_address + ((char *)ptr - (char *)sub->virtual_address);
}

void mems_finish(void)
{
    for (MainChainNode *main = head; main; main = main->next)
        munmap(main->sub_chain_head->physical_address, main->total_size);
    if (rounds)
        munmap(rounds, 2 * capacity * sizeof *rounds);
    while (cell_pages) {
        struct cells *page = cell_pages;
        cell_pages = page->next;
        munmap(page, PAGE_SIZE);
    }
    rounds = NULL;
    capacity = 0;
    spare = NULL;
    spares = 0;
    head = tail = NULL;
    next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
}

void mems_init(void)
{
    mems_finish();
}

static size_t print_sub_chain(const MainChainNode *main)
{
    size_t start = (size_t)main->start_virtual_address, unused = 0;
    printf("MAIN[%zu:%zu]-> ", start, start + main->total_size - 1);
    for (SubChainNode *sub = main->sub_chain_head; sub; sub = sub->next) {
        size_t first = (size_t)sub->virtual_address;
        printf("%c[%zu:%zu] <-> ", sub->type == MEMS_HOLE ? 'H' : 'P', first,
               first + sub->size - 1);
        if (sub->type == MEMS_HOLE)
            unused += sub->size;
    }
    printf("NULL\n");
    return unused;
}

void mems_print_stats(void)
{
    size_t pages = 0, unused = 0, mains = 0;
    printf("----- MeMS SYSTEM STATS -----\n");
    for (MainChainNode *main = head; main; main = main->next, mains++) {
        unused += print_sub_chain(main);
        pages += main->total_size / PAGE_SIZE;
    }
    printf("Pages used:\t%zu\nSpace unused:\t%zu\n", pages, unused);
    printf("Main Chain Length:\t%zu\nSub-chain Length array: [", mains);
    for (MainChainNode *main = head; main; main = main->next) {
        size_t length = 0;
        for (SubChainNode *sub = main->sub_chain_head; sub; sub = sub->next)
            length++;
        printf("%zu, ", length);
    }
    printf("]\n-----------------------------\n");
}
