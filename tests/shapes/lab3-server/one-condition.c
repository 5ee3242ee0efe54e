/*
 * A right solution of another shape: one lock for everything, and one condition for whatever
 * changes under it. Everybody who wakes looks whether it was for them.
 */
#include "memory_server.h"

#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool is_answered[THREADS_MAX], is_over;

bool memory_server_start(int threads, int bytes)
{
    if (threads < 1 || threads > THREADS_MAX || bytes < 1 || bytes > MEMORY_MAX)
        return false;
    if (!segment_list_init(bytes))
        return false;
    thread_count = threads;
    queue_init(&queue);
    is_over = false;
    for (int id = 0; id < THREADS_MAX; id++) {
        thread_message[id] = NO_PLACE;
        is_answered[id] = false;
    }
    return true;
}

void memory_server_stop(void)
{
    pthread_mutex_lock(&lock);
    is_over = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void memory_server_clear(void)
{
    queue_destroy(&queue);
    segment_list_destroy();
}

/* The lock is held. */
static void answer(int id, int start)
{
    thread_message[id] = start;
    is_answered[id] = true;
    pthread_cond_broadcast(&changed);
}

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&lock);
    is_answered[id] = false;
    if (queue_push(&queue, id, size))
        pthread_cond_broadcast(&changed);
    else
        answer(id, NO_PLACE);
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
    pthread_mutex_lock(&lock);
    while (!is_answered[id])
        pthread_cond_wait(&changed, &lock);
    int start = thread_message[id];
    pthread_mutex_unlock(&lock);
    if (start == NO_PLACE) {
        printf("Thread %d: Not enough memory\n", id);
        return;
    }
    memset(memory + start, thread_mark(id), (size_t)size);
    if (use_memory(id))
        my_free(id);
}

void server_function(void)
{
    int id, size;
    pthread_mutex_lock(&lock);
    for (;;) {
        while (queue_is_empty(&queue) && !is_over)
            pthread_cond_wait(&changed, &lock);
        if (!queue_pop(&queue, &id, &size))
            break;
        answer(id, segment_list_allocate(id, size));
    }
    pthread_mutex_unlock(&lock);
}
