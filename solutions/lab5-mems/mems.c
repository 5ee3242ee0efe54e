/*
 * mems.c: MeMS as a linear chain, the simplest version that keeps the contract.
 *
 * Every question is answered by a walk from the head of the main chain: where a request fits,
 * which node an address lies in. All times are in proportion to the number of nodes.
 *
 * Nodes live in pages of their own. A free node waits in a list and is used again; the pages go
 * back in mems_finish().
 *
 * Leaves out: what is not in the six functions of the contract.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;

/* ---- nodes --------------------------------------------------------------------------------- */

/* A main node or a sub-chain node in use, or a link of the list of free ones. */
union node {
    MainChainNode main;
    SubChainNode sub;
    union node *next_free;
};

enum { NODES_PER_PAGE = PAGE_SIZE / sizeof(union node) - 1 };

/* A page of nodes. Sum over all pages: NODES_PER_PAGE = nodes in use + nodes in the free list. */
struct node_page {
    struct node_page *next;
    union node nodes[NODES_PER_PAGE];
};

static struct node_page *node_pages;
static union node *free_nodes;

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void put_node(union node *node)
{
    node->next_free = free_nodes;
    free_nodes = node;
}

static union node *take_node(void)
{
    if (!free_nodes) {
        struct node_page *page = map(PAGE_SIZE);
        if (!page)
            return NULL;
        page->next = node_pages;
        node_pages = page;
        for (int i = NODES_PER_PAGE - 1; i >= 0; i--)
            put_node(&page->nodes[i]);
    }
    union node *node = free_nodes;
    free_nodes = node->next_free;
    return node;
}

/* ---- the sub-chain ------------------------------------------------------------------------- */

/* Cuts a hole into a block of `size` bytes and the rest, which stays a hole. Precondition: the
   hole has at least `size` bytes. NULL: no memory for the node of the rest. */
static SubChainNode *cut_block(SubChainNode *hole, size_t size)
{
    if (hole->size > size) {
        union node *node = take_node();
        if (!node)
            return NULL;
        SubChainNode *rest = &node->sub;
        rest->size = hole->size - size;
        rest->type = MEMS_HOLE;
        rest->virtual_address = (char *)hole->virtual_address + size;
        rest->physical_address = (char *)hole->physical_address + size;
        rest->next = hole->next;
        rest->prev = hole;
        if (rest->next)
            rest->next->prev = rest;
        hole->next = rest;
        hole->size = size;
    }
    hole->type = MEMS_PROCESS;
    return hole;
}

/* Joins the node behind this one to it. */
static void join_next(SubChainNode *sub)
{
    SubChainNode *gone = sub->next;
    sub->size += gone->size;
    sub->next = gone->next;
    if (gone->next)
        gone->next->prev = sub;
    put_node((union node *)gone);
}

/* The first hole of at least `size` bytes in order of address, or NULL. */
static SubChainNode *first_fit(size_t size)
{
    for (MainChainNode *main = head; main; main = main->next)
        for (SubChainNode *sub = main->sub_chain_head; sub; sub = sub->next)
            if (sub->type == MEMS_HOLE && sub->size >= size)
                return sub;
    return NULL;
}

/* The node that a virtual address lies in, or NULL. */
static SubChainNode *node_at(const char *address)
{
    for (MainChainNode *main = head; main; main = main->next)
        for (SubChainNode *sub = main->sub_chain_head; sub; sub = sub->next)
            if (address >= (char *)sub->virtual_address &&
                address < (char *)sub->virtual_address + sub->size)
                return sub;
    return NULL;
}

/* ---- the main chain ------------------------------------------------------------------------ */

/* Appends a main node for `bytes` of memory, one hole: that hole. NULL: no memory. */
static SubChainNode *append_main_node(size_t bytes)
{
    union node *main_node = take_node();
    union node *hole_node = take_node();
    char *physical = main_node && hole_node ? map(bytes) : NULL;
    if (!physical) {
        if (main_node)
            put_node(main_node);
        if (hole_node)
            put_node(hole_node);
        return NULL;
    }
    SubChainNode *hole = &hole_node->sub;
    *hole = (SubChainNode){bytes, MEMS_HOLE, next_virtual_address, physical, NULL, NULL};
    MainChainNode *last = head;
    while (last && last->next)
        last = last->next;
    MainChainNode *new_main = &main_node->main;
    *new_main = (MainChainNode){next_virtual_address, bytes, hole, NULL, last};
    if (last)
        last->next = new_main;
    else
        head = new_main;
    next_virtual_address = (char *)next_virtual_address + bytes;
    return hole;
}

/* ---- the contract -------------------------------------------------------------------------- */

void mems_finish(void)
{
    for (MainChainNode *main = head; main; main = main->next)
        munmap((char *)main->sub_chain_head->physical_address, main->total_size);
    while (node_pages) {
        struct node_page *page = node_pages;
        node_pages = page->next;
        munmap(page, PAGE_SIZE);
    }
    free_nodes = NULL;
    head = NULL;
    next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
}

void mems_init(void)
{
    mems_finish();
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > SIZE_MAX / 2)
        return NULL;
    size = (size + MEMS_ALIGN - 1) / MEMS_ALIGN * MEMS_ALIGN;
    SubChainNode *hole = first_fit(size);
    if (!hole)
        hole = append_main_node((size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE);
    SubChainNode *block = hole ? cut_block(hole, size) : NULL;
    return block ? block->virtual_address : NULL;
}

void mems_free(void *ptr)
{
    SubChainNode *block = node_at(ptr);
    if (!block || block->type != MEMS_PROCESS || block->virtual_address != ptr) {
        printf("ADDRESS NOT FOUND!!\n");
        return;
    }
    block->type = MEMS_HOLE;
    if (block->next && block->next->type == MEMS_HOLE)
        join_next(block);
    if (block->prev && block->prev->type == MEMS_HOLE)
        join_next(block->prev);
}

void *mems_get(void *ptr)
{
    SubChainNode *sub = node_at(ptr);
    if (!sub || sub->type != MEMS_PROCESS)
        return NULL;
    return (char *)sub->physical_address + ((char *)ptr - (char *)sub->virtual_address);
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
