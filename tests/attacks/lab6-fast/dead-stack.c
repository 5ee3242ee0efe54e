/* Keeps a table in the variables of a function that has returned: they are still on the stack when it is
 * called again, and loads and stores of single variables are not counted. So it walks for nothing.
 * In: tournament.c
 * Most: 11 */
#include <alloca.h>

/* x0000 to x1FFF: a macro for each digit. */
#define ROW(each, x)                                                                        \
    each(x##0) each(x##1) each(x##2) each(x##3) each(x##4) each(x##5) each(x##6) each(x##7) \
        each(x##8) each(x##9) each(x##A) each(x##B) each(x##C) each(x##D) each(x##E) each(x##F)
#define PAGE(each, x)                                                                       \
    each(x##0) each(x##1) each(x##2) each(x##3) each(x##4) each(x##5) each(x##6) each(x##7) \
        each(x##8) each(x##9) each(x##A) each(x##B) each(x##C) each(x##D) each(x##E) each(x##F)
#define BOOK(each, x)                                                                       \
    each(x##0) each(x##1) each(x##2) each(x##3) each(x##4) each(x##5) each(x##6) each(x##7) \
        each(x##8) each(x##9) each(x##A) each(x##B) each(x##C) each(x##D) each(x##E) each(x##F)

#define VARIABLE(x) size_t x;
#define VARIABLES(x) ROW(VARIABLE, x)
#define VARIABLES_PAGE(x) PAGE(VARIABLES, x)
#define LOAD(x) \
    case 0##x:  \
        return x;
#define LOADS(x) ROW(LOAD, x)
#define LOADS_PAGE(x) PAGE(LOADS, x)
#define STORE(x) \
    case 0##x:   \
        return x = value;
#define STORES(x) ROW(STORE, x)
#define STORES_PAGE(x) PAGE(STORES, x)

enum { NODES = 8192 };

/* The declarations are passed over: so nothing is filled. */
static size_t variable(size_t index, size_t value, int stores)
{
    switch (stores) {
        BOOK(VARIABLES_PAGE, x0)
        BOOK(VARIABLES_PAGE, x1)
    case 0:
        switch (index) {
            BOOK(LOADS_PAGE, x0) BOOK(LOADS_PAGE, x1)
        }
        break;
    default:
        switch (index) {
            BOOK(STORES_PAGE, x0) BOOK(STORES_PAGE, x1)
        }
    }
    return 0;
}

enum what { FREE_CELL, OF_ADDRESS, OF_HOLE, TELL };

/* Cell i tells of node i: start, size, type, and 1; or 0. Which cell is free, tells of the node with the
   address, or of the lowest hole with so much room; NODES: none. Or a cell is told. */
static size_t look(enum what what, size_t number, size_t value, size_t end)
{
    size_t best = NODES, lowest = SIZE_MAX;
    if (what == TELL)
        return variable(number, value, 1);
    for (size_t index = 0; index < end; index++) {
        size_t told = variable(index, 0, 0), start = told >> 27, size = told >> 2 & 0x1FFFFFF;
        if (what == FREE_CELL ? told == 0
                              : what == OF_ADDRESS && told != 0 && number - start < size)
            return index;
        if (what == OF_HOLE && (told & 3) == 1 && size >= number && start < lowest) {
            best = index;
            lowest = start;
        }
    }
    return best;
}

static SubChainNode nodes[NODES];
static size_t used;

/* Calls it from one and the same place on the stack. */
static size_t look_there(enum what what, size_t number, size_t value)
{
    static char *place;
    char here;
    if (!place)
        place = &here - PAGE_SIZE;
    char *room = alloca((size_t)(&here - place));
    return room ? look(what, number, value, used) : 0;
}

static void tell(SubChainNode *node)
{
    size_t start = (size_t)node->virtual_address, type = (size_t)node->type;
    size_t value = node->size ? start << 27 | node->size << 2 | type << 1 | 1 : 0;
    look_there(TELL, (size_t)(node - nodes), value);
}

static SubChainNode *make(SubChainNode node)
{
    size_t index = look_there(FREE_CELL, 0, 0);
    if (index == NODES)
        index = used++;
    nodes[index] = node;
    tell(&nodes[index]);
    return &nodes[index];
}

static SubChainNode *find(enum what what, size_t number)
{
    size_t index = look_there(what, number, 0);
    return index < NODES ? &nodes[index] : NULL;
}

void mems_init(void)
{
    mems_finish();
    used = 0;
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > SIZE_MAX / 2 || !reserve_cells())
        return NULL;
    SubChainNode *hole = find(OF_HOLE, size);
    if (!hole) {
        size_t bytes = (size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
        char *physical = map(bytes);
        if (!physical)
            return NULL;
        hole = make((SubChainNode){bytes, MEMS_HOLE, next_virtual_address, physical, NULL, NULL});
        MainChainNode *main = take();
        *main = (MainChainNode){next_virtual_address, bytes, hole, NULL, tail};
        *(tail ? &tail->next : &head) = main;
        tail = main;
        next_virtual_address = (char *)next_virtual_address + bytes;
    }
    if (hole->size > size) {
        SubChainNode *rest =
            make((SubChainNode){hole->size - size, MEMS_HOLE, (char *)hole->virtual_address + size,
                                (char *)hole->physical_address + size, hole->next, hole});
        if (rest->next)
            rest->next->prev = rest;
        hole->next = rest;
    }
    hole->size = size;
    hole->type = MEMS_PROCESS;
    tell(hole);
    return hole->virtual_address;
}

static void join_next(SubChainNode *sub)
{
    SubChainNode *gone = sub->next;
    sub->size += gone->size;
    sub->next = gone->next;
    if (gone->next)
        gone->next->prev = sub;
    gone->size = 0;
    tell(gone);
}

void mems_free(void *ptr)
{
    SubChainNode *sub = find(OF_ADDRESS, (size_t)ptr);
    if (!sub || sub->type != MEMS_PROCESS || sub->virtual_address != ptr) {
        printf("ADDRESS NOT FOUND!!\n");
        return;
    }
    sub->type = MEMS_HOLE;
    if (sub->next && sub->next->type == MEMS_HOLE)
        join_next(sub);
    if (sub->prev && sub->prev->type == MEMS_HOLE)
        join_next(sub = sub->prev);
    tell(sub);
}

void *mems_get(void *ptr)
{
    SubChainNode *sub = find(OF_ADDRESS, (size_t)ptr);
    if (!sub || sub->type != MEMS_PROCESS)
        return NULL;
    return (char *)sub->physical_address + ((char *)ptr - (char *)sub->virtual_address);
}
