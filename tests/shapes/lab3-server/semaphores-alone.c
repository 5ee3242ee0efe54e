/*
 * A right solution of another shape: semaphores alone, two of which begin at 1 and are the locks.
 * The server takes out all that is queued at once before it looks whether it is to end.
 */
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

static sem_t queue_key, list_key, news, answers[THREADS_MAX];
static bool ends;

static void take(sem_t *semaphore)
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
    ends = false;
    sem_init(&queue_key, 0, 1);
    sem_init(&list_key, 0, 1);
    sem_init(&news, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++) {
        thread_message[id] = NO_PLACE;
        sem_init(&answers[id], 0, 0);
    }
    return true;
}

void memory_server_stop(void)
{
    take(&queue_key);
    ends = true;
    sem_post(&queue_key);
    sem_post(&news);
}

void memory_server_clear(void)
{
    for (int id = 0; id < THREADS_MAX; id++)
        sem_destroy(&answers[id]);
    sem_destroy(&news);
    sem_destroy(&list_key);
    sem_destroy(&queue_key);
    queue_destroy(&queue);
    segment_list_destroy();
}

static void answer(int id, int start)
{
    thread_message[id] = start;
    sem_post(&answers[id]);
}

void my_malloc(int id, int size)
{
    take(&queue_key);
    bool queued = queue_push(&queue, id, size);
    sem_post(&queue_key);
    if (queued)
        sem_post(&news);
    else
        answer(id, NO_PLACE);
}

void my_free(int id)
{
    take(&list_key);
    segment_list_release(id);
    sem_post(&list_key);
}

void thread_function(int id)
{
    int size = request_size(id);
    my_malloc(id, size);
    take(&answers[id]);
    int start = thread_message[id];
    if (start == NO_PLACE) {
        printf("Thread %d: Not enough memory\n", id);
        return;
    }
    memset(memory + start, thread_mark(id), (size_t)size);
    if (use_memory(id))
        my_free(id);
}

static bool next_request(int *id, int *size)
{
    take(&queue_key);
    bool is_there = queue_pop(&queue, id, size);
    sem_post(&queue_key);
    return is_there;
}

void server_function(void)
{
    for (bool is_last = false; !is_last;) {
        int id, size;
        take(&news);
        while (next_request(&id, &size)) {
            take(&list_key);
            int start = segment_list_allocate(id, size);
            sem_post(&list_key);
            answer(id, start);
        }
        take(&queue_key);
        is_last = ends && queue_is_empty(&queue);
        sem_post(&queue_key);
    }
}
