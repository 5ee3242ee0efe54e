/*
 * The workload when a person decides what happens: a thread asks for the size that was set for it,
 * and keeps its bytes until release_memory is called for it. A thread may ask again once it has
 * ended.
 */
#include "workload.h"

#include <errno.h>

int requested_size[THREADS_MAX];
sem_t released[THREADS_MAX];

/* How often each thread has asked. Only the thread itself writes its own. */
static int request_count[THREADS_MAX];

bool workload_start(unsigned seed)
{
    workload_seed = seed;
    for (int id = 0; id < THREADS_MAX; id++) {
        requested_size[id] = 0;
        request_count[id] = 0;
        if (sem_init(&released[id], 0, 0) == -1) {
            while (--id >= 0)
                sem_destroy(&released[id]);
            return false;
        }
    }
    return true;
}

void workload_clear(void)
{
    for (int id = 0; id < THREADS_MAX; id++)
        sem_destroy(&released[id]);
}

int request_size(int id)
{
    int size = requested_size[id];
    int earlier = request_count[id]++;
    requested_size[id] = 0;
    return size != 0 ? size : workload_random_size(id, earlier);
}

bool use_memory(int id)
{
    while (sem_wait(&released[id]) == -1 && errno == EINTR)
        ;
    return true;
}

void release_memory(int id)
{
    sem_post(&released[id]);
}
