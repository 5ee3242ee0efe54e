/*
 * The random sizes that both workloads share: a hash of the seed, the thread and the count of its
 * requests, so no state is kept and no lock is needed.
 */
#include "workload.h"

#include <stdint.h>

/* Their functions are not called from here: the prompt knows their variables by these declarations. */
#include "memory_server.h"
#include "placement.h"

unsigned workload_seed;

/* Spreads each bit of `value` over all 64 (SplitMix64: Steele, Lea, Flood, OOPSLA 2014). */
static uint64_t mix(uint64_t value)
{
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

int workload_random_size(int id, int earlier)
{
    uint64_t hash = mix(mix(mix(workload_seed) + (uint64_t)id) + (uint64_t)earlier);
    int largest = memory_size < 3 ? 1 : memory_size / 3;
    return 1 + (int)(hash % (uint64_t)largest);
}
