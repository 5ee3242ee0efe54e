/*
 * The request queue: requests wait here, first come first served, until the server takes them.
 * This is the interface of lab 1; the solution is solutions/lab1-queue/request_queue.c.
 *
 *     head                                    tail
 *      |                                       |
 *      v                                       v
 *     [id size next] -> [id size next] -> [id size NULL]        length == 3
 *      oldest                                newest
 *
 * Invariants:
 *     length == number of nodes reached from head
 *     head == NULL  <=>  tail == NULL  <=>  length == 0
 *     tail is the last node reached from head, and tail->next == NULL
 *
 * The queue takes no lock. When threads share one, the caller holds a mutex around each call, and all
 * callers the same one.
 */
#ifndef SERVER_REQUEST_QUEUE_H
#define SERVER_REQUEST_QUEUE_H

#include <stdbool.h>

/* One waiting request: thread `id` asks for `size` bytes. */
struct request {
    int id;
    int size;
    struct request *next;
};

/* The queue owns its nodes: queue_push allocates them, queue_pop and queue_destroy free them. */
struct request_queue {
    struct request *head;
    struct request *tail;
    int length;
};

/* Life cycle */

/* Makes the queue empty. Whatever the struct held before is neither read nor freed. */
void queue_init(struct request_queue *queue);

/* Frees every node. Afterwards the queue is empty and may be used again.
   Precondition: queue_init was called on it. */
void queue_destroy(struct request_queue *queue);

/* Operations */

/* Adds a request behind all others. True when it is queued; false when there is no memory for a new
   node, and then the queue is as it was. Any `id` and `size` are accepted. */
bool queue_push(struct request_queue *queue, int id, int size);

/* Takes the oldest request out, stores it in `*id` and `*size`, and frees its node. True when there
   was one; false when the queue is empty, and then `*id` and `*size` are not written. */
bool queue_pop(struct request_queue *queue, int *id, int *size);

/* Inspection */

/* True when no request waits. */
bool queue_is_empty(const struct request_queue *queue);

#endif
