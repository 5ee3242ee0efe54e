/*
 * Lab 1: the request queue. Read README.md here and src/server/request_queue.h, which says what
 * each function promises. Then replace the five bodies below.
 *
 * As it stands the file compiles, and the queue is always empty: nothing can be put into it.
 */
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    /* Write here: make the queue empty. Which three fields must agree about that? */
    (void)queue;
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    /*
     * Write here: allocate a node and fill it in, then link it behind the tail. What changes
     * when the queue was empty? Return false, with nothing changed, when there is no memory.
     */
    (void)queue;
    (void)id;
    (void)size;
    return false;
}

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    /*
     * Write here: take the node at the head out of the list, store what it asks for in *id and
     * *size, and free it. What changes when it was the last? Return false when there is none.
     */
    (void)queue;
    (void)id;
    (void)size;
    return false;
}

bool queue_is_empty(const struct request_queue *queue)
{
    /* Write here: true when no request waits. */
    (void)queue;
    return true;
}

void queue_destroy(struct request_queue *queue)
{
    /* Write here: free every node and leave an empty queue. What may not be read after free? */
    (void)queue;
}
