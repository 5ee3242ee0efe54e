/*
 * The memory server: request threads that ask for memory, and one server thread that hands it out.
 * This is the interface of lab 3; the solution is solutions/lab3-server/memory_server.c.
 *
 *     thread_function            queue               server_function
 *       my_malloc      --push-->  id:size  --pop-->    allocates in the segment list
 *       sleeps                                         writes thread_message[id]
 *       reads thread_message[id] <------- wakes it ----
 *       marks its bytes, uses them, my_free
 *
 * Each thing the threads share is shared in one way, in every schedule:
 *
 *     queue                  by whoever holds a lock, the same for all
 *     the segment list       by whoever holds a lock, the same for all; that of the queue, or another
 *     thread_message[id]     written before thread `id` is woken, read after that
 *     memory                 a byte is written by its owner, and by my_free with the list
 *
 * What is locked, and what a thread sleeps on, is the memory server's own choice. No thread spins:
 * who cannot go on sleeps until another wakes it.
 */
#ifndef SERVER_MEMORY_SERVER_H
#define SERVER_MEMORY_SERVER_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

#include "marks.h"
#include "request_queue.h"
#include "segment_list.h"

enum {
    THREADS_DEFAULT = 10,    /* few enough to follow by eye */
    MEMORY_DEFAULT = 150,    /* bytes; two or three lines of text */
    MEMORY_MAX = 1073741824, /* bytes, 1 GiB: an index stays well inside an int */
};

extern int thread_count; /* threads are numbered 0 to thread_count - 1 */

extern struct request_queue queue;
extern int thread_message[THREADS_MAX]; /* the answer: a start index, or NO_PLACE */

/* Life cycle */

/* Sets up `bytes` of free memory and an empty queue for `threads` threads; it starts none of them.
   False when a figure is out of range or there is no memory, and then there is nothing to clear. A
   memory server that was cleared can be started again. */
bool memory_server_start(int threads, int bytes);

/* Tells the server to end once every request queued so far is answered. Call it when no thread will
   ask any more: a later request would wait for ever. */
void memory_server_stop(void);

/* Frees what memory_server_start set up. Call it when no thread and no server runs. */
void memory_server_clear(void);

/* Threads: the bodies of what runs at the same time */

/* A request thread: asks for request_size(id) bytes, waits for the answer, marks its bytes or
   prints "Thread ID: Not enough memory" and leaves, and gives them back if use_memory says so. A
   thread that ends without giving its bytes back keeps them. Precondition: `id` owns no bytes, and
   no other thread runs under this id. */
void thread_function(int id);

/* The server: answers requests in the order of the queue, asleep while there is none, until it is
   told to end; then it returns, once it has answered every request that was queued. There is one. */
void server_function(void);

/* Operations of a request thread */

/* Queues a request of thread `id` for `size` bytes and returns at once. Exactly one answer follows:
   thread_message[id] is written, and then thread `id` is woken, or goes on at once if it did not
   sleep yet. When there is no memory to queue the request, my_malloc itself answers NO_PLACE.
   Precondition: size > 0. */
void my_malloc(int id, int size);

/* Gives the bytes of thread `id` back. Nothing happens when it owns none. */
void my_free(int id);

#endif
