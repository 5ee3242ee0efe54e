/*
 * Lab 3: request threads and the server. Read README.md here and src/server/memory_server.h,
 * which says what each function promises. Then write what is missing below.
 *
 * As it stands the file compiles, no thread asks for anything, and the server ends at once.
 */
#include "memory_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "workload.h"

int thread_count;
struct request_queue queue;
int thread_message[THREADS_MAX];

/* Write here: what the threads lock, wait on and are told by. */

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

    /* Write here: bring what you added above to its first state. It may have been used before. */
    return true;
}

void memory_server_stop(void)
{
    /* Write here: tell the server that it is to end. It may be asleep. */
}

void memory_server_clear(void)
{
    /* Write here: destroy what memory_server_start has initialised. */
    queue_destroy(&queue);
    segment_list_destroy();
}

void my_malloc(int id, int size)
{
    /*
     * Write here: queue the request and wake the server. Who else uses the queue? When there is
     * no memory to queue it, the answer is NO_PLACE, and nobody else will give it.
     */
    (void)id;
    (void)size;
}

void my_free(int id)
{
    /* Write here: take the bytes back. Who else uses the segment list? */
    (void)id;
}

void thread_function(int id)
{
    /*
     * Write here: ask for request_size(id) bytes, sleep until the answer is there, and read it.
     * Granted: mark the bytes with thread_mark(id), and give them back if use_memory(id) says so.
     * Refused: print "Thread ID: Not enough memory" and a newline, and leave.
     */
    (void)id;
}

void server_function(void)
{
    /*
     * Write here: for ever, sleep until there is a request, take it out of the queue, allocate,
     * write the answer, and wake the thread that asked. Return when told to end, but not before
     * every request is answered.
     */
}
