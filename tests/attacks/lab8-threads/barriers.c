/* Makes a lock out of barriers, at which nobody is counted who waits.
 * In: striped-heaps.c
 * Most: 0
 * Told: pthread_barrier_wait is not for this lab */
static struct heap *choose_heap(void)
{
    return &heaps[0];
}

enum { TURNS = 64 };

/* Who comes takes a number. Whose turn it is not waits at the barrier of the number for who was before. */
static pthread_barrier_t barriers[TURNS];
static atomic_int turns[TURNS]; /* 1: somebody waits for it, 2: it has come */
static atomic_uint numbers;
static _Thread_local unsigned own;

static void enter(void)
{
    own = atomic_fetch_add(&numbers, 1) % TURNS;
    if (atomic_exchange(&turns[own], 1) == 0)
        pthread_barrier_wait(&barriers[own]);
    atomic_store(&turns[own], 0);
}

static void leave(void)
{
    unsigned next = (own + 1) % TURNS;
    if (atomic_exchange(&turns[next], 2) == 1)
        pthread_barrier_wait(&barriers[next]);
}

void mems_init(void)
{
    mems_finish();
    for (int turn = 0; turn < TURNS; turn++) {
        pthread_barrier_init(&barriers[turn], NULL, 2);
        turns[turn] = 0;
    }
    numbers = 0;
    turns[0] = 2;
}

void *mems_malloc(size_t size)
{
    if (size == 0 || size > STRIPE)
        return NULL;
    struct heap *heap = choose_heap();
    void *block = NULL;
    enter();
    struct piece *hole = first_fit(heap, size);
    if (hole == NULL)
        hole = grow(heap, size);
    if (hole != NULL && cut(heap, hole, size))
        block = (char *)MEMS_FIRST_ADDRESS + hole->start;
    leave();
    return block;
}

void *mems_get(void *ptr)
{
    enter();
    struct piece *piece = piece_at(choose_heap(), offset_of(ptr));
    char *bytes = piece != NULL && piece->is_block && heap_of(ptr) == choose_heap()
                      ? piece->physical + (offset_of(ptr) - piece->start)
                      : NULL;
    leave();
    return bytes;
}

void mems_free(void *ptr)
{
    enter();
    struct piece *piece = piece_at(choose_heap(), offset_of(ptr));
    bool is_block = piece != NULL && piece->is_block && piece->start == offset_of(ptr);
    if (is_block)
        release(choose_heap(), piece);
    leave();
    if (!is_block)
        printf("ADDRESS NOT FOUND!!\n");
}

size_t mems_blocks(void)
{
    enter();
    size_t blocks = choose_heap()->blocks;
    leave();
    return blocks;
}
