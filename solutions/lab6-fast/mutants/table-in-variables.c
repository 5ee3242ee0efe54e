/*
 * Planted bug: a table has a pointer for each byte of virtual memory, and stands in a variable, where
 * no mapping shows it.
 *
 * Kind of failure: too much metadata
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <string.h>
#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;
static MainChainNode *last_main; /* of the main chain; NULL when head is */

/* A block or a hole, and its place in the tree. Of every node in the tree:
     left and right are NULL or subtrees: all addresses of left < its own < all of right
     priority >= priority of left, of right
     largest   = the largest size of all holes in its subtree, itself included; 0 for none */
struct tree_node {
    SubChainNode sub; /* first: a pointer into the chain is one into the tree */
    struct tree_node *left, *right;
    size_t largest;
    uint32_t priority;
};

static struct tree_node *root;

/* ---- memory for nodes ---------------------------------------------------------------------- */

/* A node in use, or a link of the list of spare ones. */
union node {
    MainChainNode main;
    struct tree_node sub;
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

/* ---- the tree ------------------------------------------------------------------------------ */

static char *start_of(const struct tree_node *node)
{
    return node->sub.virtual_address;
}

/* Restores `largest` of a node whose subtrees have theirs; the node. */
static struct tree_node *refresh(struct tree_node *node)
{
    size_t largest = node->sub.type == MEMS_HOLE ? node->sub.size : 0;
    if (node->left && node->left->largest > largest)
        largest = node->left->largest;
    if (node->right && node->right->largest > largest)
        largest = node->right->largest;
    node->largest = largest;
    return node;
}

/* The same for a node that has changed its size or type, and all above it, `tree` first. */
static void refresh_path(struct tree_node *tree, const struct tree_node *node)
{
    if (start_of(node) < start_of(tree))
        refresh_path(tree->left, node);
    else if (node != tree)
        refresh_path(tree->right, node);
    refresh(tree);
}

/* Takes a tree apart into the nodes below an address and the others. */
static void part(struct tree_node *tree, const char *address, struct tree_node **below,
                 struct tree_node **above)
{
    if (!tree) {
        *below = *above = NULL;
    } else if (start_of(tree) < address) {
        part(tree->right, address, &tree->right, above);
        *below = refresh(tree);
    } else {
        part(tree->left, address, below, &tree->left);
        *above = refresh(tree);
    }
}

/* One tree out of two, the addresses of the second all behind those of the first. */
static struct tree_node *join(struct tree_node *below, struct tree_node *above)
{
    if (!below || !above)
        return below ? below : above;
    if (below->priority > above->priority) {
        below->right = join(below->right, above);
        return refresh(below);
    }
    above->left = join(below, above->left);
    return refresh(above);
}

/* The tree with a node more, whose address nothing in it has. */
static struct tree_node *with(struct tree_node *tree, struct tree_node *node)
{
    if (!tree || node->priority > tree->priority) {
        part(tree, start_of(node), &node->left, &node->right);
        return refresh(node);
    }
    if (start_of(node) < start_of(tree))
        tree->left = with(tree->left, node);
    else
        tree->right = with(tree->right, node);
    return refresh(tree);
}

/* The tree with a node less, which is in it. */
static struct tree_node *without(struct tree_node *tree, const struct tree_node *node)
{
    if (tree == node)
        return join(tree->left, tree->right);
    if (start_of(node) < start_of(tree))
        tree->left = without(tree->left, node);
    else
        tree->right = without(tree->right, node);
    return refresh(tree);
}

/* The lowest hole of at least `size` bytes, or NULL. */
static struct tree_node *first_fit(size_t size)
{
    struct tree_node *tree = root;
    if (!tree || tree->largest < size)
        return NULL;
    for (;;) { /* here: the subtree has such a hole */
        if (tree->left && tree->left->largest >= size)
            tree = tree->left;
        else if (tree->sub.type == MEMS_HOLE && tree->sub.size >= size)
            return tree;
        else
            tree = tree->right;
    }
}

/* The node that a virtual address lies in, or NULL. */
static struct tree_node *node_at(const char *address)
{
    struct tree_node *found = NULL; /* the last that begins at the address or below */
    for (struct tree_node *tree = root; tree;)
        if (address < start_of(tree)) {
            tree = tree->left;
        } else {
            found = tree;
            tree = tree->right;
        }
    return found && (size_t)(address - start_of(found)) < found->sub.size ? found : NULL;
}

enum { TABLE_LENGTH = 1 << 20 };

static struct tree_node *table[TABLE_LENGTH]; /* of the node that each address lies in */

static void enter(struct tree_node *node)
{
    size_t first = (size_t)(start_of(node) - (char *)MEMS_FIRST_ADDRESS);
    for (size_t i = 0; i < node->sub.size; i++)
        if (first + i < TABLE_LENGTH)
            table[first + i] = node;
}

/* ---- chain and tree ------------------------------------------------------------------------ */

/* Any sequence will do that does not follow that of the addresses (Marsaglia's xorshift). */
static uint32_t next_priority(void)
{
    static uint32_t state = 2463534242u;
    uint32_t x = state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return state = x;
}

/* A new hole with the values of `sub`, linked to its neighbours in the chain and into the tree. */
static struct tree_node *add_hole(SubChainNode sub)
{
    struct tree_node *hole = take_node();
    *hole = (struct tree_node){.sub = sub, .priority = next_priority()};
    if (sub.prev)
        sub.prev->next = &hole->sub;
    if (sub.next)
        sub.next->prev = &hole->sub;
    root = with(root, hole);
    return hole;
}

/* Makes the low end of a hole a block of `size` bytes; the rest stays a hole. Precondition: the
   hole has at least `size` bytes. */
static void cut_block(struct tree_node *hole, size_t size)
{
    SubChainNode *block = &hole->sub;
    size_t rest = block->size - size;
    block->size = size;
    block->type = MEMS_PROCESS;
    refresh_path(root, hole);
    if (rest > 0)
        add_hole((SubChainNode){rest, MEMS_HOLE, (char *)block->virtual_address + size,
                                (char *)block->physical_address + size, block->next, block});
}

/* Joins the node behind this one to it. Its own `largest` is not yet right after that. */
static void join_next(SubChainNode *sub)
{
    SubChainNode *gone = sub->next;
    root = without(root, (struct tree_node *)gone);
    sub->size += gone->size;
    sub->next = gone->next;
    if (gone->next)
        gone->next->prev = sub;
    put_node(gone);
}

/* Appends a main node for `bytes` of memory, one hole: that hole. NULL: no memory. */
static struct tree_node *append_main_node(size_t bytes)
{
    char *physical = map(bytes);
    if (!physical)
        return NULL;
    struct tree_node *hole =
        add_hole((SubChainNode){bytes, MEMS_HOLE, next_virtual_address, physical, NULL, NULL});
    MainChainNode *new_main = take_node();
    *new_main = (MainChainNode){next_virtual_address, bytes, &hole->sub, NULL, last_main};
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
    root = NULL;
    memset(table, 0, sizeof table);
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
    struct tree_node *hole = first_fit(size);
    if (!hole)
        hole = append_main_node((size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE);
    if (!hole)
        return NULL;
    cut_block(hole, size);
    enter(hole);
    return start_of(hole);
}

void mems_free(void *ptr)
{
    struct tree_node *block = node_at(ptr);
    if (!block || block->sub.type != MEMS_PROCESS || start_of(block) != (char *)ptr) {
        printf("ADDRESS NOT FOUND!!\n");
        return;
    }
    SubChainNode *hole = &block->sub;
    hole->type = MEMS_HOLE;
    if (hole->next && hole->next->type == MEMS_HOLE)
        join_next(hole);
    if (hole->prev && hole->prev->type == MEMS_HOLE) {
        hole = hole->prev;
        join_next(hole);
    }
    refresh_path(root, (struct tree_node *)hole);
}

void *mems_get(void *ptr)
{
    size_t at = (size_t)((char *)ptr - (char *)MEMS_FIRST_ADDRESS);
    struct tree_node *node = at < TABLE_LENGTH ? table[at] : NULL;
    if (!node || node->sub.type != MEMS_PROCESS ||
        (size_t)((char *)ptr - start_of(node)) >= node->sub.size)
        node = node_at(ptr);
    if (!node || node->sub.type != MEMS_PROCESS)
        return NULL;
    return (char *)node->sub.physical_address + ((char *)ptr - start_of(node));
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
