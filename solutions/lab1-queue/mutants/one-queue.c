/*
 * Planted bug: the tail is kept in a variable of the file in place of the struct, which works as
 * long as there is a single queue.
 *
 * Kind of failure: queues share
 */
#include "request_queue.h"

#include <stdlib.h>

static struct request *last;

void queue_init(struct request_queue *queue)
{
    queue->head = NULL;
    queue->tail = NULL;
    last = NULL;
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

    if (last == NULL)
        queue->head = request;
    else
        last->next = request;
    last = request;
    queue->tail = last;
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
    if (queue->head == NULL) {
        queue->tail = NULL;
        last = NULL;
    }
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
