/*
 * gets.c: the latency of mems_get(), on hot addresses and on random ones among a million live
 * blocks of at most 200 bytes, each beside a plain load over as much memory in the same run.
 *
 * Hot: 64 addresses in turn, of blocks some 100 KiB apart, kept close together themselves. Random:
 * each address depends on the value of the last pointer; what a look-up merely checks may overlap
 * with the next. "load" is a dependent random load over as many bytes as the blocks take.
 * "fragmented": the same after half of the blocks were freed at random and allocated again.
 */
#include "mems.h"

#include <string.h>
#include <time.h>

enum { BLOCKS = 1000000, LARGEST = 200, HOT = 64, LOOKUPS = 4000000, REPEATS = 5 };

static char *blocks[BLOCKS];
static size_t sizes[BLOCKS];

static uint64_t random_state = 88172645463325252;

static uint64_t next_random(void)
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
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double hot(void)
{
    char *addresses[HOT];
    uintptr_t sum = 0;
    for (int i = 0; i < HOT; i++)
        addresses[i] = blocks[i * 1000];
    double start = now();
    for (int i = 0; i < LOOKUPS; i++)
        sum += (uintptr_t)mems_get(addresses[i % HOT]);
    __asm__ volatile("" : : "r"(sum));
    return (now() - start) / LOOKUPS;
}

/* The addresses are drawn before; the next one to look up waits for the last pointer's value. */
static double random_gets(char *const *addresses)
{
    uintptr_t last = 0;
    double start = now();
    for (int i = 0; i < LOOKUPS; i++)
        last = (uintptr_t)mems_get(addresses[i] + (last >> 63));
    __asm__ volatile("" : : "r"(last));
    return (now() - start) / LOOKUPS;
}

static double random_loads(const char *memory, const size_t *offsets)
{
    size_t last = 0;
    double start = now();
    for (int i = 0; i < LOOKUPS; i++)
        last = (size_t)memory[offsets[i] + last];
    __asm__ volatile("" : : "r"(last));
    return (now() - start) / LOOKUPS;
}

static double best_gets(char *const *addresses)
{
    double best = 1e30;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double time = random_gets(addresses);
        best = time < best ? time : best;
    }
    return best;
}

static void allocate(size_t i)
{
    sizes[i] = 1 + next_random() % LARGEST;
    blocks[i] = mems_malloc(sizes[i]);
}

static void draw(char **addresses)
{
    for (int i = 0; i < LOOKUPS; i++) {
        size_t block = next_random() % BLOCKS;
        addresses[i] = blocks[block] + next_random() % sizes[block];
    }
}

int main(void)
{
    char **addresses = malloc(LOOKUPS * sizeof *addresses);
    size_t *offsets = malloc(LOOKUPS * sizeof *offsets);
    mems_init();
    for (size_t i = 0; i < BLOCKS; i++)
        allocate(i);
    size_t span = (size_t)((char *)next_virtual_address - (char *)MEMS_FIRST_ADDRESS);
    char *memory = calloc(span, 1);
    memset(memory, 0, span);
    for (int i = 0; i < LOOKUPS; i++)
        offsets[i] = next_random() % span;

    double hottest = 1e30, loads = 1e30;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double time = hot(), load = random_loads(memory, offsets);
        hottest = time < hottest ? time : hottest;
        loads = load < loads ? load : loads;
    }
    draw(addresses);
    double fresh = best_gets(addresses);
    for (size_t i = 0; i < BLOCKS; i += 1 + next_random() % 3)
        mems_free(blocks[i]), allocate(i);
    draw(addresses);
    double fragmented = best_gets(addresses);
    printf("hot %.1f  random %.1f  fragmented %.1f  load %.1f  ns\n", hottest, fresh, fragmented,
           loads);
    mems_finish();
    return 0;
}
