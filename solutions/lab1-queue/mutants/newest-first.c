/*
 * Planted bug: a push goes in at the head, because that takes one line less, so pop takes the
 * newest request: a stack in place of a queue.
 *
 * Kind of failure: wrong order
 */
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    queue->head = NULL;
    queue->tail = NULL;
    queue->length = 0;
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    struct request *request = malloc(sizeof *request);
    if (request == NULL)
        return false;
    request->id = id;
    request->size = size;
    request->next = queue->head;

    queue->head = request;
    if (queue->tail == NULL)
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
    free(oldest);
    return true;
}

bool queue_is_empty(const struct request_queue *queue)
{
    return queue->head == NULL;
}

void queue_destroy(struct request_queue *queue)
{
    struct request *request = queue->head;
    while (request != NULL) {
        struct request *next = request->next;
        free(request);
        request = next;
    }
    queue_init(queue);
}
