/*
 * Suspect C: the tail still leads to the last node when that has been taken out and freed.
 *
 * Exposed by: a request after the queue ran empty: it is linked behind freed memory.
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
