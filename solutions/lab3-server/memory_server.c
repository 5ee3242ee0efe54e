/*
 * The memory server on POSIX threads, mutexes and semaphores.
 *
 * A semaphore remembers a post that nobody waits for yet, so no wake-up can be lost between a
 * thread's request and its wait, and the server sleeps without ever asking "is there something
 * now?". The sem_wait calls stand in the functions that wait, each in its loop: a signal handler
 * may interrupt sem_wait, which then returns -1 with EINTR and has not waited.
 *
 * Left out: a time limit for an answer, and an order of service other than first come first served.
 */
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;

struct request_queue queue;
bool stopping;
pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

sem_t items;
int thread_message[THREADS_MAX];
sem_t answered[THREADS_MAX];

bool memory_server_start(int threads, int bytes)
{
    if (threads < 1 || threads > THREADS_MAX || bytes < 1 || bytes > MEMORY_MAX)
        return false;
    if (!segment_list_init(bytes))
        return false;
    thread_count = threads;
    stopping = false;
    queue_init(&queue);

    /* sem_init fails only for a first value that is too large, and 0 never is. */
    sem_init(&items, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++) {
        thread_message[id] = NO_PLACE;
        sem_init(&answered[id], 0, 0);
    }
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
        while (sem_wait(&items) == -1 && errno == EINTR)
            continue;

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

enum {
    DUMP_WHOLE = 1000, /* bytes: an array up to this size is printed whole */
    DUMP_END = 250,    /* bytes shown at each end of a larger one */
};

void dump_memory(void)
{
    if (memory_size <= DUMP_WHOLE) {
        segment_list_dump(0, memory_size);
        return;
    }
    segment_list_dump(0, DUMP_END);
    printf("       ...  %d bytes are not shown\n", memory_size - 2 * DUMP_END);
    segment_list_dump(memory_size - DUMP_END, memory_size);
}

const char *memory_server_check(void)
{
    const char *fault = segment_list_check();
    if (fault != NULL)
        return fault;
    if (!queue_is_empty(&queue))
        return "a request was left in the queue";

    for (const struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id == HOLE)
            continue;
        if (thread_message[segment->id] != segment->index)
            return "a segment does not start where its thread was told";
        if (memchr(memory + segment->index, MARK_FREE, (size_t)segment->size) != NULL)
            return "a thread has not marked all of its bytes";
    }
    return NULL;
}
