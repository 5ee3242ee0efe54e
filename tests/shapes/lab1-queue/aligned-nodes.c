/* A right queue whose nodes come from aligned_alloc, and are linked by the address of the
 * arrow that leads to them. */
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    *queue = (struct request_queue){.length = 0};
}

void queue_destroy(struct request_queue *queue)
{
    int id, size;
    while (queue_pop(queue, &id, &size))
        ;
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    struct request *request = aligned_alloc(_Alignof(struct request), sizeof *request);
    if (request == NULL)
        return false;
    *request = (struct request){.id = id, .size = size};
    struct request **arrow = queue->tail == NULL ? &queue->head : &queue->tail->next;
    *arrow = queue->tail = request;
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
    if (queue->head == NULL)
        queue->tail = NULL;
    free(oldest);
    return true;
}

bool queue_is_empty(const struct request_queue *queue)
{
    return queue->head == NULL;
}
