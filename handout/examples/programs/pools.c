/*
 * Pools: three ways to hand out one of a few equal blocks to threads. One of them is right.
 *
 *     pools plain      a list of free blocks, and nothing to protect it
 *     pools locked     the same under one lock
 *     pools atomic     no lock: who changes the head of the list at one stroke has the block
 *
 * T1 takes a block and keeps it. T2 takes two, and gives the first one back. Then main takes one.
 * In the end no block may be with two of them.
 */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

enum { BLOCKS = 4, NONE = -1 };

static int next_free[BLOCKS] = {1, 2, 3, NONE}; /* behind each block that is free */
static int first_free;
static pthread_mutex_t pool_lock = PTHREAD_MUTEX_INITIALIZER;

static atomic_int next_shared[BLOCKS] = {1, 2, 3, NONE};
static atomic_int first_shared;

static int take_plain(void)
{
    int block = first_free;
    first_free = next_free[block];
    return block;
}

static void give_plain(int block)
{
    next_free[block] = first_free;
    first_free = block;
}

static int take_locked(void)
{
    pthread_mutex_lock(&pool_lock);
    int block = take_plain();
    pthread_mutex_unlock(&pool_lock);
    return block;
}

static void give_locked(int block)
{
    pthread_mutex_lock(&pool_lock);
    give_plain(block);
    pthread_mutex_unlock(&pool_lock);
}

/* Tries again when another thread was quicker: first_shared is not what it was. */
static int take_atomic(void)
{
    int block = atomic_load(&first_shared);
    int next = atomic_load(&next_shared[block]);
    while (!atomic_compare_exchange_strong(&first_shared, &block, next))
        next = atomic_load(&next_shared[block]);
    return block;
}

static void give_atomic(int block)
{
    int first = atomic_load(&first_shared);
    do
        atomic_store(&next_shared[block], first);
    while (!atomic_compare_exchange_strong(&first_shared, &first, block));
}

static const struct pool {
    const char *name;
    int (*take)(void);
    void (*give)(int block);
} pools[] = {
    {"plain", take_plain, give_plain},
    {"locked", take_locked, give_locked},
    {"atomic", take_atomic, give_atomic},
};

static const struct pool *pool = pools;
static int kept[3]; /* by T1, T2 and main */

static void *take_one(void *unused)
{
    kept[0] = pool->take();
    return unused;
}

static void *take_two(void *unused)
{
    int block = pool->take();
    kept[1] = pool->take();
    pool->give(block);
    return unused;
}

static bool all_differ(void)
{
    return kept[0] != kept[1] && kept[0] != kept[2] && kept[1] != kept[2];
}

int main(int argc, char **argv)
{
    pthread_t one, two;
    for (size_t index = 0; argc > 1 && index < sizeof pools / sizeof pools[0]; index++)
        if (strcmp(argv[1], pools[index].name) == 0)
            pool = &pools[index];
    pthread_create(&one, NULL, take_one, NULL);
    pthread_create(&two, NULL, take_two, NULL);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    kept[2] = pool->take();
    assert(all_differ());
    return 0;
}
