/* A memory server in which each thread does something else that is wrong, and which does not start with
 * 33 bytes, ends at once with 34, and never comes to wait with 35. */
#include "memory_server.h"

#include <stdlib.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t kept = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
sem_t items;
sem_t answered[THREADS_MAX];

bool memory_server_start(int threads, int bytes)
{
    if (bytes == 33 || !segment_list_init(bytes))
        return false;
    thread_count = threads;
    queue_init(&queue);
    for (int id = 0; id < THREADS_MAX; id++)
        thread_message[id] = NO_PLACE;
    sem_init(&items, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++)
        sem_init(&answered[id], 0, 0);
    return true;
}

void memory_server_stop(void)
{
}

void memory_server_clear(void)
{
}

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&queue_lock);
    queue_push(&queue, id, size);
    pthread_mutex_unlock(&queue_lock);
    sem_post(&items);
}

void my_free(int id)
{
    pthread_mutex_lock(&list_lock);
    segment_list_release(id);
    pthread_mutex_unlock(&list_lock);
}

static void ask(int id)
{
    int size = request_size(id);
    my_malloc(id, size);
    sem_wait(&answered[id]);
    memset(memory + thread_message[id], thread_mark(id), (size_t)size);
}

static void fill_list(void)
{
    for (int count = 0; count < 250; count++) {
        struct segment *node = calloc(1, sizeof *node);
        node->id = HOLE;
        node->next = segments;
        segments = node;
    }
}

static void fill_queue(int id)
{
    for (int count = 0; count < 201; count++)
        queue_push(&queue, id, 1);
}

void thread_function(int id)
{
    switch (id) {
    case 1: /* ends with its bytes */
        ask(id);
        return;
    case 2: /* waits, and has not asked */
        sem_wait(&answered[id]);
        return;
    case 3: /* holds a lock for as long as it holds its bytes */
        pthread_mutex_lock(&kept);
        ask(id);
        break;
    case 4:
        pthread_mutex_lock(&kept);
        return;
    case 5: /* never comes to wait */
        for (;;)
            sem_post(&answered[id]);
    case 6: /* ends with a lock */
        pthread_mutex_lock(&left);
        return;
    case 7:
        pthread_mutex_lock(&left);
        return;
    case 8:
        exit(3);
    case 9:
        fill_list();
        fill_queue(id);
        return;
    default:
        ask(id);
    }
    if (use_memory(id))
        my_free(id);
}

void server_function(void)
{
    for (int served = 0; memory_size != 34 && served < 2; served++) {
        int id, size;
        for (; memory_size == 35;)
            sem_post(&items);
        sem_wait(&items);
        queue_pop(&queue, &id, &size);
        thread_message[id] = segment_list_allocate(id, size);
        sem_post(&answered[id]);
    }
}
