/*
 * The workload of the native program: each thread asks once for a random size and is done with its
 * bytes at once. By default it keeps them, so that the memory at the end shows every grant.
 */
#include "workload.h"

bool workload_frees = false;

bool workload_start(unsigned seed)
{
    workload_seed = seed;
    return true;
}

void workload_clear(void)
{
    /* This workload holds nothing; workload-stepped.c has its semaphores here. */
}

int request_size(int id)
{
    return workload_random_size(id, 0);
}

bool use_memory(int id)
{
    (void)id;
    return workload_frees;
}
