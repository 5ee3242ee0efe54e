// BEGIN SOLUTION
//| /*
//|  * Lab 1: the request queue. Read README.md here and src/server/request_queue.h, which says what
//|  * each function promises. Then replace the five bodies below.
//|  *
//|  * As it stands the file compiles, and the queue is always empty: nothing can be put into it.
//|  */
/*
 * The request queue as a singly linked list with a pointer to each end: push goes in at the tail,
 * pop takes from the head, both in constant time whatever the length. The invariants stand in
 * request_queue.h; only the step between no node and one node moves both ends at once.
 */
// END SOLUTION
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    // BEGIN SOLUTION
    //| /* Write here: make the queue empty. Which three fields must agree about that? */
    //| (void)queue;
    queue->head = NULL;
    queue->tail = NULL;
    queue->length = 0;
    // END SOLUTION
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: allocate a node and fill it in, then link it behind the tail. What changes
    //|  * when the queue was empty? Return false, with nothing changed, when there is no memory.
    //|  */
    //| (void)queue;
    //| (void)id;
    //| (void)size;
    //| return false;
    struct request *request = malloc(sizeof *request);
    if (request == NULL)
        return false;
    request->id = id;
    request->size = size;
    request->next = NULL;

    if (queue->tail == NULL)
        queue->head = request;
    else
        queue->tail->next = request;
    queue->tail = request;
    queue->length++;
    return true;
    // END SOLUTION
}

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: take the node at the head out of the list, store what it asks for in *id and
    //|  * *size, and free it. What changes when it was the last? Return false when there is none.
    //|  */
    //| (void)queue;
    //| (void)id;
    //| (void)size;
    //| return false;
    struct request *oldest = queue->head;
    if (oldest == NULL)
        return false;
    *id = oldest->id;
    *size = oldest->size;

    queue->head = oldest->next;
    if (queue->head == NULL)
        queue->tail = NULL;
    queue->length--;
    free(oldest);
    return true;
    // END SOLUTION
}

bool queue_is_empty(const struct request_queue *queue)
{
    // BEGIN SOLUTION
    //| /* Write here: true when no request waits. */
    //| (void)queue;
    //| return true;
    return queue->head == NULL;
    // END SOLUTION
}

void queue_destroy(struct request_queue *queue)
{
    // BEGIN SOLUTION
    //| /* Write here: free every node and leave an empty queue. What may not be read after free? */
    //| (void)queue;
    struct request *request = queue->head;
    while (request != NULL) {
        struct request *next = request->next;
        free(request);
        request = next;
    }
    queue_init(queue);
    // END SOLUTION
}
