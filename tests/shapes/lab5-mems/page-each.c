/*
 * page-each.c: another right MeMS: each node has a page of its own, mapped when it is made and
 * unmapped when a merge ends it; the structs have members of their own behind the published ones,
 * and the main chain is grown by recursion.
 */
#define _DEFAULT_SOURCE

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address;

struct big_node {
    SubChainNode sub;
    MainChainNode *owner;
    char *end; /* the first address behind it */
};

struct big_main {
    MainChainNode main;
    char *mapping;
};

static void *page(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

static struct big_node *big(SubChainNode *sub)
{
    return (struct big_node *)sub;
}

static struct big_node *find(char *address)
{
    for (MainChainNode *main = head; main != NULL; main = main->next) {
        struct big_node *node = big(main->sub_chain_head);
        while (node != NULL && address >= node->end)
            node = big(node->sub.next);
        if (node != NULL && address >= (char *)node->sub.virtual_address)
            return node;
    }
    return NULL;
}

static void fill(struct big_node *node, MainChainNode *owner, int type, char *start, size_t size)
{
    node->owner = owner;
    node->sub.type = type;
    node->sub.virtual_address = start;
    node->sub.size = size;
    node->sub.physical_address =
        ((struct big_main *)owner)->mapping + (start - (char *)owner->start_virtual_address);
    node->end = start + size;
}

static void append(MainChainNode **link, MainChainNode *before, MainChainNode *main)
{
    if (*link != NULL) {
        append(&(*link)->next, *link, main);
        return;
    }
    main->prev = before;
    *link = main;
}

static struct big_node *grow(size_t size)
{
    size_t bytes = size;
    while (bytes % PAGE_SIZE != 0)
        bytes++;
    struct big_main *main = page(PAGE_SIZE);
    struct big_node *hole = page(PAGE_SIZE);
    char *mapping = page(bytes);
    if (main == NULL || hole == NULL || mapping == NULL) {
        if (main != NULL)
            munmap(main, PAGE_SIZE);
        if (hole != NULL)
            munmap(hole, PAGE_SIZE);
        if (mapping != NULL)
            munmap(mapping, bytes);
        return NULL;
    }
    main->mapping = mapping;
    main->main.start_virtual_address = next_virtual_address;
    main->main.total_size = bytes;
    main->main.sub_chain_head = &hole->sub;
    fill(hole, &main->main, MEMS_HOLE, next_virtual_address, bytes);
    append(&head, NULL, &main->main);
    next_virtual_address = (char *)next_virtual_address + bytes;
    return hole;
}

/* The block keeps the node of the hole's high end: the new node is the block's, before it. */
static int cut(struct big_node *hole, size_t size, struct big_node *block)
{
    char *start = hole->sub.virtual_address;
    if (hole->sub.size == size) {
        hole->sub.type = MEMS_PROCESS;
        return 0;
    }
    fill(block, hole->owner, MEMS_PROCESS, start, size);
    block->sub.prev = hole->sub.prev;
    block->sub.next = &hole->sub;
    if (hole->sub.prev != NULL)
        hole->sub.prev->next = &block->sub;
    else
        hole->owner->sub_chain_head = &block->sub;
    hole->sub.prev = &block->sub;
    fill(hole, hole->owner, MEMS_HOLE, start + size, hole->sub.size - size);
    return 1;
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > (size_t)1 << 40)
        return NULL;
    struct big_node *hole = NULL, *block = page(PAGE_SIZE);
    if (block == NULL)
        return NULL;
    for (MainChainNode *main = head; main != NULL && hole == NULL; main = main->next)
        for (SubChainNode *sub = main->sub_chain_head; sub != NULL && hole == NULL; sub = sub->next)
            if (sub->type == MEMS_HOLE && sub->size >= size)
                hole = big(sub);
    if (hole == NULL)
        hole = grow(size);
    char *address = hole == NULL ? NULL : hole->sub.virtual_address;
    if (hole == NULL || !cut(hole, size, block))
        munmap(block, PAGE_SIZE);
    return address;
}

/* The higher of two neighbours goes when both are holes. */
static void merge(struct big_node *low, struct big_node *high)
{
    if (low == NULL || high == NULL || low->sub.type != MEMS_HOLE || high->sub.type != MEMS_HOLE)
        return;
    fill(low, low->owner, MEMS_HOLE, low->sub.virtual_address, low->sub.size + high->sub.size);
    low->sub.next = high->sub.next;
    if (low->sub.next != NULL)
        low->sub.next->prev = &low->sub;
    munmap(high, PAGE_SIZE);
}

void mems_free(void *ptr)
{
    struct big_node *node = find(ptr);
    if (node == NULL || node->sub.virtual_address != ptr || node->sub.type == MEMS_HOLE) {
        puts("ADDRESS NOT FOUND!!");
        return;
    }
    node->sub.type = MEMS_HOLE;
    merge(node, big(node->sub.next));
    merge(big(node->sub.prev), node);
}

void *mems_get(void *ptr)
{
    struct big_node *node = find(ptr);
    if (node == NULL || node->sub.type == MEMS_HOLE)
        return NULL;
    MainChainNode *main = node->owner;
    return ((struct big_main *)main)->mapping + ((char *)ptr - (char *)main->start_virtual_address);
}

void mems_finish(void)
{
    while (head != NULL) {
        MainChainNode *main = head;
        while (main->sub_chain_head != NULL) {
            SubChainNode *sub = main->sub_chain_head;
            main->sub_chain_head = sub->next;
            munmap(sub, PAGE_SIZE);
        }
        munmap(((struct big_main *)main)->mapping, main->total_size);
        head = main->next;
        munmap(main, PAGE_SIZE);
    }
}

void mems_init(void)
{
    mems_finish();
    next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
}

void mems_print_stats(void)
{
    size_t pages = 0, unused = 0, length = 0;
    puts("----- MeMS SYSTEM STATS -----");
    for (MainChainNode *main = head; main != NULL; main = main->next) {
        printf("MAIN[%lu:%lu]-> ", (unsigned long)main->start_virtual_address,
               (unsigned long)main->start_virtual_address + main->total_size - 1);
        for (SubChainNode *sub = main->sub_chain_head; sub != NULL; sub = sub->next) {
            printf(sub->type == MEMS_HOLE ? "H" : "P");
            printf("[%lu:%lu] <-> ", (unsigned long)sub->virtual_address,
                   (unsigned long)big(sub)->end - 1);
            unused += sub->type == MEMS_HOLE ? sub->size : 0;
        }
        puts("NULL");
        pages += main->total_size / PAGE_SIZE;
        length++;
    }
    printf("Pages used:\t%lu\nSpace unused:\t%lu\nMain Chain Length:\t%lu\n", (unsigned long)pages,
           (unsigned long)unused, (unsigned long)length);
    printf("Sub-chain Length array: [");
    for (MainChainNode *main = head; main != NULL; main = main->next) {
        int nodes = 0;
        for (SubChainNode *sub = main->sub_chain_head; sub != NULL; sub = sub->next)
            nodes++;
        printf("%d, ", nodes);
    }
    puts("]\n-----------------------------");
}
