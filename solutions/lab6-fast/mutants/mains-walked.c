/*
 * Planted bug: no index but the largest hole of each main node. The main node is found by a walk
 * from the nearer end of the main chain, and then the node by a walk along its sub-chain.
 *
 * Kind of failure: get grows
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
static MainChainNode *last_main; /* NULL when head is */

/* ---- nodes --------------------------------------------------------------------------------- */

/* A main node or a sub-chain node in use, or a link of the list of spare ones. */
struct main_node {
    MainChainNode main;
    size_t largest; /* of its holes */
};

union node {
    struct main_node main;
    SubChainNode sub;
    union node *next_spare;
};

enum {
    NODES_PER_PAGE = PAGE_SIZE / sizeof(union node) - 1,
    NODES_PER_CALL = 3 /* mems_malloc() needs a main node, its hole, and what is left of a hole */
};

/* A page of nodes. Over all pages: NODES_PER_PAGE each = nodes in use + spare_count. */
struct node_page {
    struct node_page *next;
    union node nodes[NODES_PER_PAGE];
};

static struct node_page *node_pages;
static union node *spare_nodes;
static int spare_count;

static void *map(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static void put_node(void *memory)
{
    union node *node = memory;
    node->next_spare = spare_nodes;
    spare_nodes = node;
    spare_count++;
}

static void *take_node(void)
{
    union node *node = spare_nodes;
    spare_nodes = node->next_spare;
    spare_count--;
    return node;
}

/* Makes sure that one call finds the nodes it may need: from here on it cannot fail half-way.
   Zero: no memory. */
static int reserve_nodes(void)
{
    if (spare_count >= NODES_PER_CALL)
        return 1;
    struct node_page *page = map(PAGE_SIZE);
    if (!page)
        return 0;
    page->next = node_pages;
    node_pages = page;
    for (int i = NODES_PER_PAGE - 1; i >= 0; i--)
        put_node(&page->nodes[i]);
    return 1;
}

/* ---- the sub-chain ------------------------------------------------------------------------- */

/* Makes the low end of a hole a block of `size` bytes; the rest stays a hole. Precondition: the
   hole has at least `size` bytes. */
static void cut_block(SubChainNode *hole, size_t size)
{
    if (hole->size > size) {
        SubChainNode *rest = take_node();
        *rest = (SubChainNode){hole->size - size,
                               MEMS_HOLE,
                               (char *)hole->virtual_address + size,
                               (char *)hole->physical_address + size,
                               hole->next,
                               hole};
        if (rest->next)
            rest->next->prev = rest;
        hole->next = rest;
        hole->size = size;
    }
    hole->type = MEMS_PROCESS;
}

/* Joins the node behind this one to it. */
static void join_next(SubChainNode *sub)
{
    SubChainNode *gone = sub->next;
    sub->size += gone->size;
    sub->next = gone->next;
    if (gone->next)
        gone->next->prev = sub;
    put_node(gone);
}

/* The first hole of at least `size` bytes in order of address, or NULL. */
static SubChainNode *first_fit(size_t size)
{
    MainChainNode *main = head;
    while (main && ((struct main_node *)main)->largest < size)
        main = main->next;
    SubChainNode *sub = main ? main->sub_chain_head : NULL;
    while (sub && (sub->type != MEMS_HOLE || sub->size < size))
        sub = sub->next;
    return sub;
}

/* The main node that a virtual address lies in, or NULL. */
static MainChainNode *main_at(const char *address)
{
    const char *first = (const char *)MEMS_FIRST_ADDRESS, *end = next_virtual_address;
    if (address < first || address >= end)
        return NULL;
    MainChainNode *main = head;
    if (address - first < end - address) {
        while (address >= (char *)main->start_virtual_address + main->total_size)
            main = main->next;
        return main;
    }
    for (main = last_main; address < (char *)main->start_virtual_address;)
        main = main->prev;
    return main;
}

/* Restores `largest` of the main node that an address lies in. */
static void refresh(const char *address)
{
    MainChainNode *main = main_at(address);
    size_t largest = 0;
    for (SubChainNode *sub = main->sub_chain_head; sub; sub = sub->next)
        if (sub->type == MEMS_HOLE && sub->size > largest)
            largest = sub->size;
    ((struct main_node *)main)->largest = largest;
}

/* The node that a virtual address lies in, or NULL. */
static SubChainNode *node_at(const char *address)
{
    MainChainNode *main = main_at(address);
    SubChainNode *sub = main ? main->sub_chain_head : NULL;
    while (sub && address >= (char *)sub->virtual_address + sub->size)
        sub = sub->next;
    return sub;
}

/* ---- the main chain ------------------------------------------------------------------------ */

/* Appends a main node for `bytes` of memory, one hole: that hole. NULL: no memory. */
static SubChainNode *append_main_node(size_t bytes)
{
    char *physical = map(bytes);
    if (!physical)
        return NULL;
    SubChainNode *hole = take_node();
    *hole = (SubChainNode){bytes, MEMS_HOLE, next_virtual_address, physical, NULL, NULL};
    MainChainNode *new_main = take_node();
    *new_main = (MainChainNode){next_virtual_address, bytes, hole, NULL, last_main};
    if (last_main)
        last_main->next = new_main;
    else
        head = new_main;
    last_main = new_main;
    next_virtual_address = (char *)next_virtual_address + bytes;
    return hole;
}

/* ---- the contract -------------------------------------------------------------------------- */

void mems_finish(void)
{
    for (MainChainNode *main = head; main; main = main->next)
        munmap(main->sub_chain_head->physical_address, main->total_size);
    while (node_pages) {
        struct node_page *page = node_pages;
        node_pages = page->next;
        munmap(page, PAGE_SIZE);
    }
    spare_nodes = NULL;
    spare_count = 0;
    head = last_main = NULL;
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
    if (!reserve_nodes())
        return NULL;
    SubChainNode *hole = first_fit(size);
    if (!hole)
        hole = append_main_node((size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE);
    if (!hole)
        return NULL;
    cut_block(hole, size);
    refresh(hole->virtual_address);
    return hole->virtual_address;
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
    refresh(ptr);
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
