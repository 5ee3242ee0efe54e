/*
 * Planted bug: the server looks at the queue once a second, and sleeps in between.
 *
 * Kind of failure: busy waiting
 */
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

bool stopping;
pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
sem_t items;
sem_t answered[THREADS_MAX];

bool memory_server_start(int threads, int bytes)
{
    if (threads < 1 || threads > THREADS_MAX || bytes < 1 || bytes > MEMORY_MAX)
        return false;
    if (!segment_list_init(bytes))
        return false;
    thread_count = threads;
    queue_init(&queue);
    for (int id = 0; id < THREADS_MAX; id++)
        thread_message[id] = NO_PLACE;

    /* sem_init fails only for a first value that is too large, and 0 never is. */
    stopping = false;
    sem_init(&items, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++)
        sem_init(&answered[id], 0, 0);
    return true;
}

void memory_server_stop(void)
{
    pthread_mutex_lock(&queue_lock);
    stopping = true;
    pthread_mutex_unlock(&queue_lock);
    sem_post(&items);
}

void memory_server_clear(void)
{
    for (int id = 0; id < THREADS_MAX; id++)
        sem_destroy(&answered[id]);
    sem_destroy(&items);
    queue_destroy(&queue);
    segment_list_destroy();
}

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&queue_lock);
    bool queued = queue_push(&queue, id, size);
    pthread_mutex_unlock(&queue_lock);
    if (!queued)
        thread_message[id] = NO_PLACE;
    sem_post(queued ? &items : &answered[id]);
}

void my_free(int id)
{
    pthread_mutex_lock(&list_lock);
    segment_list_release(id);
    pthread_mutex_unlock(&list_lock);
}

void thread_function(int id)
{
    int size = request_size(id);
    my_malloc(id, size);
    while (sem_wait(&answered[id]) == -1 && errno == EINTR)
        continue;

    int start = thread_message[id];
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
    for (;;) {
        struct timespec limit;
        clock_gettime(CLOCK_REALTIME, &limit);
        limit.tv_sec++;
        sem_timedwait(&items, &limit);

        int id, size;
        pthread_mutex_lock(&queue_lock);
        bool found = queue_pop(&queue, &id, &size);
        bool last = !found && stopping;
        pthread_mutex_unlock(&queue_lock);
        if (last)
            return;
        if (!found)
            continue;

        pthread_mutex_lock(&list_lock);
        int start = segment_list_allocate(id, size);
        pthread_mutex_unlock(&list_lock);

        thread_message[id] = start;
        sem_post(&answered[id]);
    }
}
