/*
 * The scenarios of lab 8: small programs on MeMS, each of which is right in every schedule when MeMS
 * is safe.
 *
 *     scenarios NAME [THREADS [SIZE...]]
 *
 * The grader explores them, and so can you, and you can step through one of them; README.md has the
 * lines to type. In each, a first thread prepares some blocks and ends, the others do their part, and
 * main looks at what they left. With sizes the blocks have these instead of the scenario's own: the
 * grader draws them, and does not tell them before. A scenario ends at the first promise of
 * threads.h that is not kept.
 * Nothing here is an exercise.
 */
#define _DEFAULT_SOURCE /* pthread_barrier_t, usleep */

#include "threads.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS_MOST = 8,
    BLOCKS_MOST = THREADS_MOST + 1,
    SMALL = 40,
    LARGE = 3 * PAGE_SIZE,
    USAGE = 2
};

/* What was given out, for the grader to see, too. Entry i is of thread i, and so only one thread
   writes it, once it is prepared. */
struct desk {
    char *block, *bytes;
    size_t size;
    bool is_kept; /* from when it is filled until it is about to be freed */
} handed_out[BLOCKS_MOST];

static size_t drawn[BLOCKS_MOST]; /* sizes; 0: the scenario's own */

static int threads = 2;
static pthread_barrier_t meeting;
static size_t seen_blocks[THREADS_MOST];

/* ---- Naps ------------------------------------------------------------------------------------ */

/* A thread that naps looks again and again, more slowly. These stand in for the library's. */
static int nap(void)
{
    assert(false && "busy waiting: a thread sleeps until another wakes it, and does not nap");
    return 0;
}

int usleep(useconds_t microseconds)
{
    (void)microseconds;
    return nap();
}

int nanosleep(const struct timespec *span, struct timespec *left)
{
    (void)span;
    (void)left;
    return nap();
}

/* ---- Blocks ---------------------------------------------------------------------------------- */

/* The first and the last byte are enough to see that somebody else wrote there. */
static void fill(int index)
{
    handed_out[index].bytes[0] = handed_out[index].bytes[handed_out[index].size - 1] =
        (char)('a' + index);
}

static void expect_filled(int index)
{
    bool is_kept = handed_out[index].bytes[0] == 'a' + index &&
                   handed_out[index].bytes[handed_out[index].size - 1] == 'a' + index;
    assert(is_kept && "a block keeps what its owner wrote");
}

static void look_up(int index)
{
    handed_out[index].bytes = mems_get(handed_out[index].block);
    assert(handed_out[index].bytes != NULL && "mems_get finds a live block");
}

static void allocate(int index, size_t size)
{
    handed_out[index].size = drawn[index] != 0 ? drawn[index] : size;
    handed_out[index].block = mems_malloc(handed_out[index].size);
    assert(handed_out[index].block != NULL && "mems_malloc has memory");
    look_up(index);
    fill(index);
    handed_out[index].is_kept = true;
}

static void release(int index)
{
    expect_filled(index);
    handed_out[index].is_kept = false;
    mems_free(handed_out[index].block);
}

/* Neither their addresses nor the memory behind these overlap. */
static void expect_apart(int first, int second)
{
    const char *a = handed_out[first].block, *b = handed_out[second].block;
    const char *c = handed_out[first].bytes, *d = handed_out[second].bytes;
    bool are_apart = a + handed_out[first].size <= b || b + handed_out[second].size <= a;
    assert(are_apart && "blocks have addresses of their own");
    are_apart = c + handed_out[first].size <= d || d + handed_out[second].size <= c;
    assert(are_apart && "blocks have memory of their own");
}

static void expect_count(int count)
{
    assert(mems_blocks() == (size_t)count && "mems_blocks counts the live blocks");
}

/* The first `count` blocks are live, apart from each other, and no others are live. */
static void expect_blocks(int count)
{
    for (int index = 0; index < count; index++) {
        size_t last = handed_out[index].size - 1;
        look_up(index);
        bool is_found = mems_get(handed_out[index].block + last) == handed_out[index].bytes + last;
        assert(is_found && "mems_get finds all bytes of a block");
        expect_filled(index);
    }
    for (int first = 0; first < count; first++)
        for (int second = first + 1; second < count; second++)
            expect_apart(first, second);
    expect_count(count);
}

/* After all that has happened MeMS still works. */
static void expect_sound(void)
{
    for (int index = 0; index < 3; index++)
        allocate(index, SMALL);
    expect_blocks(3);
    for (int index = 0; index < 3; index++)
        release(index);
    expect_count(0);
}

/* ---- What the threads do --------------------------------------------------------------------- */

static void prepare_nothing(void)
{
}

static void prepare_blocks(void)
{
    for (int index = 0; index < threads; index++)
        allocate(index, SMALL);
}

static void prepare_first(void)
{
    allocate(0, SMALL);
}

static void prepare_two(void)
{
    allocate(0, SMALL);
    allocate(1, SMALL);
    handed_out[0].is_kept = false; /* the first to free it does */
}

static void keep(int id)
{
    allocate(id, SMALL);
}

static void keep_large(int id)
{
    allocate(id, LARGE);
}

static void use(int id)
{
    allocate(id, SMALL);
    release(id);
}

static void hand_back(int id)
{
    release(id);
}

static void exchange(int id)
{
    if (id == 0)
        release(0);
    else
        allocate(id, SMALL);
}

static void look_or_map(int id)
{
    if (id == 0) {
        look_up(0);
        (void)mems_get(handed_out[0].block + LARGE); /* no block yet, or just now one */
    } else {
        allocate(id, LARGE);
    }
}

static void free_first(int id)
{
    (void)id;
    mems_free(handed_out[0].block);
}

/* Each frees what its neighbour has allocated, all at a time. */
static void swap(int id)
{
    allocate(id, SMALL);
    pthread_barrier_wait(&meeting);
    release((id + 1) % threads);
}

/* While the first thread allocates again, the second frees what the first had allocated before. */
static void lend(int id)
{
    allocate(id, SMALL);
    pthread_barrier_wait(&meeting);
    if (id == 0)
        allocate(threads, SMALL);
    else if (id == 1)
        release(0);
}

static void look_or_count(int id)
{
    if (id == 0)
        seen_blocks[0] = mems_blocks();
    else
        use(id);
}

/* Every way on which there is no block to be had, and what is no block. */
static void ask_in_vain(int id)
{
    assert(mems_malloc(0) == NULL && "there is no block of 0 bytes");
    assert(mems_malloc(SIZE_MAX) == NULL && "there is no block of SIZE_MAX bytes");
    bool is_found = mems_get((char *)UINTPTR_MAX) != NULL;
    assert(!is_found && "mems_get answers NULL for what is no block");
    use(id);
}

static void free_in_vain(int id)
{
    if (id == 0)
        mems_free(handed_out[0].block + 1);
    else
        use(id);
}

/* ---- What they leave ------------------------------------------------------------------------- */

static void expect_all(void)
{
    expect_blocks(threads);
}

static void expect_none(void)
{
    expect_count(0);
    expect_sound();
}

static void expect_others(void)
{
    for (int index = 1; index < threads; index++)
        expect_filled(index);
    expect_count(threads - 1);
}

static void expect_lent(void)
{
    for (int index = 1; index <= threads; index++)
        for (int other = index + 1; other <= threads; other++)
            expect_apart(index, other);
    for (int index = 1; index <= threads; index++)
        release(index);
    expect_none();
}

static void expect_second(void)
{
    expect_filled(1);
    assert(mems_get(handed_out[0].block) == NULL && "mems_get answers NULL for a freed block");
    assert(mems_blocks() == 1 && "of two that free a block one is told so");
    release(1);
    expect_sound();
}

static void expect_first(void)
{
    expect_blocks(1);
    release(0);
    expect_sound();
}

static void expect_counted(void)
{
    bool is_right = seen_blocks[0] < (size_t)threads;
    assert(is_right && "mems_blocks counts no block twice");
    expect_none();
}

static const struct scenario {
    const char *name;
    void (*prepare)(void);
    void (*part)(int id); /* of each thread */
    void (*look)(void);
} scenarios[] = {
    {"keep", prepare_nothing, keep, expect_all},
    {"large", prepare_nothing, keep_large, expect_all},
    {"use", prepare_nothing, use, expect_none},
    {"back", prepare_blocks, hand_back, expect_none},
    {"exchange", prepare_first, exchange, expect_others},
    {"map", prepare_first, look_or_map, expect_all},
    {"twice", prepare_two, free_first, expect_second},
    {"swap", prepare_nothing, swap, expect_none},
    {"lend", prepare_nothing, lend, expect_lent},
    {"count", prepare_nothing, look_or_count, expect_counted},
    {"vain", prepare_nothing, ask_in_vain, expect_none},
    {"wrong", prepare_first, free_in_vain, expect_first},
};

/* ---- Running --------------------------------------------------------------------------------- */

static const struct scenario *scenario;

static void *run_thread(void *argument)
{
    scenario->part((int)((struct desk *)argument - handed_out));
    return NULL;
}

static void *run_preparation(void *unused)
{
    scenario->prepare();
    return unused;
}

static void live(void)
{
    pthread_t ids[THREADS_MOST];
    mems_init();
    pthread_barrier_init(&meeting, NULL, (unsigned)threads);
    pthread_create(&ids[0], NULL, run_preparation, NULL);
    pthread_join(ids[0], NULL);
    for (int id = 0; id < threads; id++)
        pthread_create(&ids[id], NULL, run_thread, &handed_out[id]);
    for (int id = 0; id < threads; id++)
        pthread_join(ids[id], NULL);
    scenario->look();
    pthread_barrier_destroy(&meeting);
    mems_finish();
}

int main(int argc, char **argv)
{
    for (size_t index = 0; index < sizeof scenarios / sizeof scenarios[0]; index++)
        if (argc > 1 && strcmp(argv[1], scenarios[index].name) == 0)
            scenario = &scenarios[index];
    if (argc > 2)
        threads = atoi(argv[2]);
    for (int index = 0; index < BLOCKS_MOST && index + 3 < argc; index++)
        drawn[index] = strtoul(argv[index + 3], NULL, 10);
    if (scenario == NULL || threads < 1 || threads > THREADS_MOST) {
        fprintf(stderr, "usage: scenarios NAME [THREADS [SIZE...]]\n");
        return USAGE;
    }
    live();
    assert(mems_get(handed_out[0].block) == NULL && "after mems_finish there are no blocks");
    return 0;
}
