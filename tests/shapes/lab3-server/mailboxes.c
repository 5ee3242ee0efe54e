/*
 * A right solution of another shape: conditions in place of semaphores, a mailbox with a lock of its
 * own for each thread, and a lock of its own for the segment list.
 */
#include "memory_server.h"

#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

struct mailbox {
    pthread_mutex_t lock;
    pthread_cond_t is_filled;
    bool is_full;
};

static struct mailbox mailboxes[THREADS_MAX];
static pthread_mutex_t list_guard = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_work = PTHREAD_COND_INITIALIZER;
static bool goes_home;

bool memory_server_start(int threads, int bytes)
{
    if (threads < 1 || threads > THREADS_MAX || bytes < 1 || bytes > MEMORY_MAX)
        return false;
    if (!segment_list_init(bytes))
        return false;
    thread_count = threads;
    queue_init(&queue);
    goes_home = false;
    for (int id = 0; id < THREADS_MAX; id++) {
        thread_message[id] = NO_PLACE;
        pthread_mutex_init(&mailboxes[id].lock, NULL);
        pthread_cond_init(&mailboxes[id].is_filled, NULL);
        mailboxes[id].is_full = false;
    }
    return true;
}

void memory_server_stop(void)
{
    pthread_mutex_lock(&desk);
    goes_home = true;
    pthread_mutex_unlock(&desk);
    pthread_cond_signal(&has_work);
}

void memory_server_clear(void)
{
    for (int id = 0; id < THREADS_MAX; id++) {
        pthread_cond_destroy(&mailboxes[id].is_filled);
        pthread_mutex_destroy(&mailboxes[id].lock);
    }
    queue_destroy(&queue);
    segment_list_destroy();
}

static void send(int id, int start)
{
    struct mailbox *mailbox = &mailboxes[id];
    pthread_mutex_lock(&mailbox->lock);
    thread_message[id] = start;
    mailbox->is_full = true;
    pthread_cond_signal(&mailbox->is_filled);
    pthread_mutex_unlock(&mailbox->lock);
}

static int receive(int id)
{
    struct mailbox *mailbox = &mailboxes[id];
    pthread_mutex_lock(&mailbox->lock);
    while (!mailbox->is_full)
        pthread_cond_wait(&mailbox->is_filled, &mailbox->lock);
    mailbox->is_full = false;
    int start = thread_message[id];
    pthread_mutex_unlock(&mailbox->lock);
    return start;
}

void my_malloc(int id, int size)
{
    pthread_mutex_lock(&desk);
    bool queued = queue_push(&queue, id, size);
    pthread_mutex_unlock(&desk);
    if (queued)
        pthread_cond_signal(&has_work);
    else
        send(id, NO_PLACE);
}

void my_free(int id)
{
    pthread_mutex_lock(&list_guard);
    segment_list_release(id);
    pthread_mutex_unlock(&list_guard);
}

void thread_function(int id)
{
    int size = request_size(id);
    my_malloc(id, size);
    int start = receive(id);
    if (start == NO_PLACE) {
        printf("Thread %d: Not enough memory\n", id);
        return;
    }
    memset(memory + start, thread_mark(id), (size_t)size);
    if (use_memory(id))
        my_free(id);
}

/* False when there is no more to do. */
static bool take(int *id, int *size)
{
    pthread_mutex_lock(&desk);
    while (queue_is_empty(&queue) && !goes_home)
        pthread_cond_wait(&has_work, &desk);
    bool is_taken = queue_pop(&queue, id, size);
    pthread_mutex_unlock(&desk);
    return is_taken;
}

void server_function(void)
{
    int id, size;
    while (take(&id, &size)) {
        pthread_mutex_lock(&list_guard);
        int start = segment_list_allocate(id, size);
        pthread_mutex_unlock(&list_guard);
        send(id, start);
    }
}
