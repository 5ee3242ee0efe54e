/*
 * A right solution of another shape: the server is told to end by a request that is nobody's, behind
 * all others in the queue.
 */
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

enum { NOBODY = -1 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t requests, answers[THREADS_MAX];

static void wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) == -1 && errno == EINTR)
        continue;
}

bool memory_server_start(int threads, int bytes)
{
    if (threads < 1 || threads > THREADS_MAX || bytes < 1 || bytes > MEMORY_MAX)
        return false;
    if (!segment_list_init(bytes))
        return false;
    thread_count = threads;
    queue_init(&queue);
    sem_init(&requests, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++) {
        thread_message[id] = NO_PLACE;
        sem_init(&answers[id], 0, 0);
    }
    return true;
}

static bool queue_up(int id, int size)
{
    pthread_mutex_lock(&lock);
    bool queued = queue_push(&queue, id, size);
    pthread_mutex_unlock(&lock);
    if (queued)
        sem_post(&requests);
    return queued;
}

void memory_server_stop(void)
{
    if (!queue_up(NOBODY, 0))
        sem_post(&requests); /* no memory: the server finds the queue empty in the end */
}

void memory_server_clear(void)
{
    for (int id = 0; id < THREADS_MAX; id++)
        sem_destroy(&answers[id]);
    sem_destroy(&requests);
    queue_destroy(&queue);
    segment_list_destroy();
}

void my_malloc(int id, int size)
{
    if (queue_up(id, size))
        return;
    thread_message[id] = NO_PLACE;
    sem_post(&answers[id]);
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
    wait_for(&answers[id]);
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
        int id, size;
        wait_for(&requests);
        pthread_mutex_lock(&lock);
        if (!queue_pop(&queue, &id, &size) || id == NOBODY) {
            pthread_mutex_unlock(&lock);
            return;
        }
        thread_message[id] = segment_list_allocate(id, size);
        pthread_mutex_unlock(&lock);
        sem_post(&answers[id]);
    }
}
