/* Has one lock, and takes it no more from a thread's fifth call on: where threads are given their turns,
 * nobody comes between.
 * In: striped-heaps.c
 * Most: 70 */
static struct heap *choose_heap(void)
{
    return &heaps[0];
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local int calls;

static void enter(void)
{
    if (calls++ < 4)
        pthread_mutex_lock(&gate);
}

static void leave(void)
{
    if (calls <= 4)
        pthread_mutex_unlock(&gate);
}

void mems_init(void)
{
    mems_finish();
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
