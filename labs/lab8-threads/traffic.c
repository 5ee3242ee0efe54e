/*
 * The traffic of lab 8: many calls of MeMS by several threads, to see how often one thread has to
 * wait for another.
 *
 *     traffic NAME THREADS ROUNDS
 *
 *     own      each thread allocates, looks up and frees blocks of its own
 *     look     each looks up blocks that main has allocated, its own and the others'
 *     grow     every other thread looks up, the others allocate ever larger blocks
 *     pass     each frees what its neighbour has allocated
 *
 * The grader runs it in a given order of the threads, and counts the operations on locks and
 * semaphores that had to wait; `stats` at the prompt counts them, too. The threads meet at a
 * barrier, which is not counted. Nothing here is an exercise.
 */
#define _POSIX_C_SOURCE 200809L /* pthread_barrier_t */

#include "threads.h"

#include <assert.h>
#include <pthread.h>
#include <string.h>

enum { THREADS_MOST = 32, SMALL = 40, AT_A_TIME = 4, USAGE = 2 };

static int threads, rounds;
static char *blocks[THREADS_MOST]; /* entry i is written by thread i, or by main before */
static pthread_barrier_t meeting;

static void touch(char *block)
{
    char *bytes = mems_get(block);
    assert(bytes != NULL && "mems_get finds a live block");
    bytes[0] = 1;
}

static char *allocate(size_t size)
{
    char *block = mems_malloc(size);
    assert(block != NULL && "mems_malloc has memory");
    touch(block);
    return block;
}

static void own(int id)
{
    (void)id;
    char *held[AT_A_TIME];
    for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < AT_A_TIME; i++)
            held[i] = allocate(SMALL);
        for (int i = 0; i < AT_A_TIME; i++)
            mems_free(held[i]);
    }
}

/* Each reads and nobody writes the bytes. */
static void look(int id)
{
    for (int round = 0; round < rounds; round++) {
        const char *bytes = mems_get(blocks[(id + round) % threads]);
        assert(bytes != NULL && "mems_get finds a live block");
    }
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
        blocks[id] = allocate(SMALL);
        pthread_barrier_wait(&meeting);
        mems_free(blocks[(id + 1) % threads]);
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
        blocks[id] = allocate(SMALL);
    for (int id = 0; id < threads; id++)
        pthread_create(&ids[id], NULL, run_thread, &blocks[id]);
    for (int id = 0; id < threads; id++)
        pthread_join(ids[id], NULL);
    pthread_barrier_destroy(&meeting);
    mems_finish();
}

int main(int argc, char **argv)
{
    for (size_t index = 0; index < sizeof traffics / sizeof traffics[0]; index++)
        if (argc == 4 && strcmp(argv[1], traffics[index].name) == 0)
            traffic = &traffics[index];
    threads = argc == 4 ? atoi(argv[2]) : 0;
    rounds = argc == 4 ? atoi(argv[3]) : 0;
    if (traffic == NULL || threads < 1 || threads > THREADS_MOST) {
        fprintf(stderr, "usage: traffic NAME THREADS ROUNDS\n");
        return USAGE;
    }
    run();
    return 0;
}
