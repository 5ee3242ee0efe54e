/*
 * Planted bug: push uses a static node in place of a new one for each request. The second push
 * links the node to itself, and the list has no end.
 *
 * Kind of failure: endless loop
 */
#include "request_queue.h"

#include <stddef.h>

void queue_init(struct request_queue *queue)
{
    queue->head = NULL;
    queue->tail = NULL;
    queue->length = 0;
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    static struct request node;
    struct request *request = &node;
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
}

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    struct request *oldest = queue->head;
    if (oldest == NULL)
        return false;
    *id = oldest->id;
    *size = oldest->size;

    queue->head = oldest->next;
    if (queue->head == NULL)
        queue->tail = NULL;
    queue->length--;
    return true;
}

bool queue_is_empty(const struct request_queue *queue)
{
    return queue->head == NULL;
}

void queue_destroy(struct request_queue *queue)
{
    queue_init(queue);
}
