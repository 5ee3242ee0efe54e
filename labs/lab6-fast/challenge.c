/*
 * challenge.c: the same requests to a MeMS and to malloc: blocks of 1 to 400 bytes come and go. Then
 * MeMS looks up addresses in them, which malloc has no need of. `measure` here builds and runs
 * it; it prints one line, on stderr: stdout is MeMS's own.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "contract.h"

enum { BLOCKS = 2000, REQUESTS = 20000, SIZE_MOST = 400, LOOKUPS = 20000, NS = 1000000000 };

static unsigned state;
static void *blocks[BLOCKS];

static unsigned draw(unsigned limit)
{
    state = state * 1103515245u + 12345u;
    return (state >> 8) % limit;
}

/* Of our own: others who use the machine do not count. */
static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * NS + (double)now.tv_nsec;
}

/* Nanoseconds for one block that goes and one that comes. */
static double time_requests(void *(*allocate)(size_t size), void (*release)(void *block))
{
    double begin = now_ns();
    state = 1;
    for (int request = 0; request < REQUESTS; request++) {
        void **block = &blocks[draw(BLOCKS)];
        if (*block)
            release(*block);
        *block = allocate(1 + draw(SIZE_MOST));
    }
    return (now_ns() - begin) / REQUESTS;
}

/* Nanoseconds for one mems_get(). */
static double time_lookups(void)
{
    double begin = now_ns();
    for (int lookup = 0; lookup < LOOKUPS; lookup++) {
        char *byte = mems_get(blocks[draw(BLOCKS)]);
        if (byte)
            *(volatile char *)byte = 1;
    }
    return (now_ns() - begin) / LOOKUPS;
}

static void release_all(void (*release)(void *block))
{
    for (int block = 0; block < BLOCKS; block++) {
        if (blocks[block])
            release(blocks[block]);
        blocks[block] = NULL;
    }
}

int main(void)
{
    mems_init();
    if (!mems_malloc(1))
        return 0; /* nothing to race with yet */
    double ours = time_requests(mems_malloc, mems_free), lookup = time_lookups();
    release_all(mems_free);
    mems_finish();
    double theirs = time_requests(malloc, free);
    release_all(free);
    fprintf(stderr,
            "challenge, not graded: malloc and free %.0f ns (the C library: %.0f), get %.0f ns\n",
            ours, theirs, lookup);
}
