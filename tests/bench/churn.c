/*
 * churn.c: N blocks of 1-2,000 bytes; half of them, drawn at random, are freed and allocated
 * again; then a mems_get() for each, through which its first byte is written.
 *
 * Usage: churn N
 * Prints: milliseconds for all of it, the mapping of fresh memory included, and nanoseconds a
 * block.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

#include "allocator.h"

enum { LARGEST = 2000 };

static uint64_t random_state = 88172645463325252;

static size_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* A mapping of its own, so that the array is no block of the allocator under test. */
static void **array_of(size_t count)
{
    void *array = mmap(NULL, count * sizeof(void *), PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (array == MAP_FAILED)
        exit(2);
    return array;
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 50000;
    if (count == 0)
        return 2;
    void **blocks = array_of(count);
    double start = now();
    for (size_t i = 0; i < count; i++)
        blocks[i] = block_allocate(1 + next_random() % LARGEST);
    for (size_t i = count - 1; i > 0; i--) {
        size_t j = next_random() % (i + 1);
        void *block = blocks[i];
        blocks[i] = blocks[j];
        blocks[j] = block;
    }
    for (size_t i = 0; i < count / 2; i++)
        block_free(blocks[i]);
    for (size_t i = 0; i < count / 2; i++)
        blocks[i] = block_allocate(1 + next_random() % LARGEST);
    for (size_t i = 0; i < count; i++)
        *block_pointer(blocks[i]) = 1;
    double taken = now() - start;
    printf("%.2f %.1f\n", taken, taken * 1e6 / (double)count);
    return 0;
}
