/*
 * The traffic of lab 8: many calls of MeMS by several threads, to see how often one thread has to
 * wait for another.
 *
 *     traffic NAME THREADS ROUNDS [freely]
 *
 *     own      each thread allocates, looks up and frees blocks of its own
 *     look     each looks up blocks that main has allocated, its own and the others'
 *     grow     every other thread looks up, the others allocate ever larger blocks
 *     pass     each frees what its neighbour has allocated
 *
 * The grader runs it in a given order of the threads, and counts the operations on locks and
 * semaphores that had to wait; `stats` at the prompt counts them, too. Behind each call the threads
 * meet at a barrier, which is not counted: so they call at the same time, and who kept a lock until a
 * later call would wait for ever. With "freely" they meet only where a block goes from hand to hand.
 * Nothing here is an exercise.
 */
#define _POSIX_C_SOURCE 200809L /* pthread_barrier_t */

#include "threads.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum { THREADS_MOST = 32, SMALL = 40, AT_A_TIME = 4, USAGE = 2 };

static int threads, rounds;
static bool is_free, are_together; /* written by main, while it is alone */
static char *blocks[THREADS_MOST]; /* entry i is written by thread i, or by main before */
static pthread_barrier_t meeting;

/* Behind a call. */
static void meet(void)
{
    if (are_together && !is_free)
        pthread_barrier_wait(&meeting);
}

static char *look_up(char *block)
{
    char *bytes = mems_get(block);
    assert(bytes != NULL && "mems_get finds a live block");
    meet();
    return bytes;
}

static char *allocate(size_t size)
{
    char *block = mems_malloc(size);
    assert(block != NULL && "mems_malloc has memory");
    meet();
    return block;
}

static void release(char *block)
{
    mems_free(block);
    meet();
}

static char *allocate_and_touch(void)
{
    char *block = allocate(SMALL);
    look_up(block)[0] = 1;
    return block;
}

static void own(int id)
{
    (void)id;
    char *held[AT_A_TIME];
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < AT_A_TIME; i++)
            held[i] = allocate_and_touch();
        for (int i = 0; i < AT_A_TIME; i++)
            release(held[i]);
    }
}

/* Each reads and nobody writes the bytes. */
static void look(int id)
{
    for (int round = 0; round < rounds; round++)
        look_up(blocks[(id + round) % threads]);
}

static void grow(int id)
{
    if (id % 2 == 0)
        look(id);
    for (int round = 1; round <= rounds && id % 2 == 1; round++)
        allocate((size_t)round * PAGE_SIZE);
}

static void pass(int id)
{
    for (int round = 0; round < rounds; round++) {
        blocks[id] = allocate_and_touch();
        pthread_barrier_wait(&meeting);
        release(blocks[(id + 1) % threads]);
        pthread_barrier_wait(&meeting);
    }
}

static const struct traffic {
    const char *name;
    void (*part)(int id);
    int has_blocks; /* main allocates one for each thread */
} traffics[] = {{"own", own, 0}, {"look", look, 1}, {"grow", grow, 1}, {"pass", pass, 0}};

static const struct traffic *traffic;

static void *run_thread(void *argument)
{
    traffic->part((int)((char **)argument - blocks));
    return NULL;
}

static void run(void)
{
    pthread_t ids[THREADS_MOST];
    mems_init();
    pthread_barrier_init(&meeting, NULL, (unsigned)threads);
    for (int id = 0; id < threads && traffic->has_blocks; id++)
        blocks[id] = allocate_and_touch();
    are_together = true;
    for (int id = 0; id < threads; id++)
        pthread_create(&ids[id], NULL, run_thread, &blocks[id]);
    for (int id = 0; id < threads; id++)
        pthread_join(ids[id], NULL);
    pthread_barrier_destroy(&meeting);
    mems_finish();
}

int main(int argc, char **argv)
{
    bool is_whole = argc == 4 || (argc == 5 && strcmp(argv[4], "freely") == 0);
    for (size_t index = 0; index < sizeof traffics / sizeof traffics[0]; index++)
        if (is_whole && strcmp(argv[1], traffics[index].name) == 0)
            traffic = &traffics[index];
    threads = is_whole ? atoi(argv[2]) : 0;
    rounds = is_whole ? atoi(argv[3]) : 0;
    is_free = argc == 5;
    if (traffic == NULL || threads < 1 || threads > THREADS_MOST) {
        fprintf(stderr, "usage: traffic NAME THREADS ROUNDS [freely]\n");
        return USAGE;
    }
    run();
    return 0;
}
