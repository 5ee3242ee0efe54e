// BEGIN SOLUTION
//| /*
//|  * Lab 3: request threads and the server. Read README.md here and src/server/memory_server.h,
//|  * which says what each function promises. Then write what is missing below.
//|  *
//|  * As it stands the file compiles, no thread asks for anything, and the server ends at once.
//|  */
/*
 * The memory server on POSIX threads, mutexes and semaphores.
 *
 *     queue, stopping       under queue_lock
 *     the segment list      under list_lock; no thread holds both locks
 *     items                 one post for each request that is queued, and one for the end
 *     answered[id]          one post for each answer to thread `id`
 *     thread_message[id]    written before answered[id] is posted, read after it is waited for
 *
 * A semaphore remembers a post that nobody waits for yet, so no wake-up can be lost between a
 * thread's request and its wait, and the server sleeps without ever asking "is there something
 * now?". Each sem_wait stands in a loop: a signal handler may interrupt it, and then it returns -1
 * with EINTR and has not waited.
 *
 * Left out: a time limit for an answer, and an order of service other than first come first served.
 */
// END SOLUTION
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

// BEGIN SOLUTION
//| /* Write here: what the threads lock, wait on and are told by. */
bool stopping;
pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;
sem_t items;
sem_t answered[THREADS_MAX];
// END SOLUTION

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

    // BEGIN SOLUTION
    //| /* Write here: bring what you added above to its first state. It may have been used before. */
    /* sem_init fails only for a first value that is too large, and 0 never is. */
    stopping = false;
    sem_init(&items, 0, 0);
    for (int id = 0; id < THREADS_MAX; id++)
        sem_init(&answered[id], 0, 0);
    // END SOLUTION
    return true;
}

void memory_server_stop(void)
{
    // BEGIN SOLUTION
    //| /* Write here: tell the server that it is to end. It may be asleep. */
    pthread_mutex_lock(&queue_lock);
    stopping = true;
    pthread_mutex_unlock(&queue_lock);
    sem_post(&items);
    // END SOLUTION
}

void memory_server_clear(void)
{
    // BEGIN SOLUTION
    //| /* Write here: destroy what memory_server_start has initialised. */
    for (int id = 0; id < THREADS_MAX; id++)
        sem_destroy(&answered[id]);
    sem_destroy(&items);
    // END SOLUTION
    queue_destroy(&queue);
    segment_list_destroy();
}

void my_malloc(int id, int size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: queue the request and wake the server. Who else uses the queue? When there is
    //|  * no memory to queue it, the answer is NO_PLACE, and nobody else will give it.
    //|  */
    //| (void)id;
    //| (void)size;
    pthread_mutex_lock(&queue_lock);
    bool queued = queue_push(&queue, id, size);
    pthread_mutex_unlock(&queue_lock);
    if (!queued)
        thread_message[id] = NO_PLACE;
    sem_post(queued ? &items : &answered[id]);
    // END SOLUTION
}

void my_free(int id)
{
    // BEGIN SOLUTION
    //| /* Write here: take the bytes back. Who else uses the segment list? */
    //| (void)id;
    pthread_mutex_lock(&list_lock);
    segment_list_release(id);
    pthread_mutex_unlock(&list_lock);
    // END SOLUTION
}

void thread_function(int id)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: ask for request_size(id) bytes, sleep until the answer is there, and read it.
    //|  * Granted: mark the bytes with thread_mark(id), and give them back if use_memory(id) says so.
    //|  * Refused: print "Thread ID: Not enough memory" and a newline, and leave.
    //|  */
    //| (void)id;
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
    // END SOLUTION
}

void server_function(void)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: for ever, sleep until there is a request, take it out of the queue, allocate,
    //|  * write the answer, and wake the thread that asked. Return when told to end, but not before
    //|  * every request is answered.
    //|  */
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
    // END SOLUTION
}
