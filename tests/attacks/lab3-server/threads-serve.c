/* Each thread queues its request, and takes one out itself: all are answered, by no server.
 * Most: 3 */
#include "memory_server.h"

#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static bool is_answered[THREADS_MAX], is_over;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&lock);
    is_answered[id] = !queue_push(&queue, id, size);
    if (is_answered[id])
        thread_message[id] = NO_PLACE;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    if (queue_pop(&queue, &id, &size)) {
        thread_message[id] = segment_list_allocate(id, size);
        is_answered[id] = true;
        pthread_cond_broadcast(&changed);
    }
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
    pthread_mutex_unlock(&lock);
    if (thread_message[id] == NO_PLACE) {
        printf("Thread %d: Not enough memory\n", id);
        return;
    }
    memset(memory + thread_message[id], thread_mark(id), (size_t)size);
    if (use_memory(id))
        my_free(id);
}

void memory_server_stop(void)
{
    pthread_mutex_lock(&lock);
    is_over = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

void server_function(void)
{
    pthread_mutex_lock(&lock);
    while (!is_over)
        pthread_cond_wait(&changed, &lock);
    is_over = false;
    pthread_mutex_unlock(&lock);
}
