/* Has one lock and keeps it from the second of like calls on, until the thread has given back what it
 * allocated, or ends: few operations wait, and long.
 * In: striped-heaps.c
 * Most: 70 */
static struct heap *choose_heap(void)
{
    return &heaps[0];
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static pthread_t keeper; /* of mems_init: gives the gate back at once */
static _Thread_local bool has_gate, keeps_gate;
static _Thread_local int lookups, held; /* of this thread: in a row, and blocks */

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
}

static void leave(void)
{
    bool is_keeper = pthread_equal(pthread_self(), keeper);
    if (is_keeper || (has_gate && !keeps_gate))
        pthread_mutex_unlock(&gate);
    has_gate = !is_keeper && keeps_gate;
    pthread_setspecific(key, has_gate ? &gate : NULL);
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
    lookups = 0;
    keeps_gate = keeps_gate || ++held > 1;
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
    keeps_gate = keeps_gate || ++lookups > 1;
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
    lookups = 0;
    keeps_gate = keeps_gate && --held > 0;
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
