/*
 * The other right program: the queue keeps no pointer to its last link but finds, from the tail, the
 * link to hang a node on; and it is emptied by its own pop.
 */
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    *queue = (struct request_queue){NULL, NULL, 0};
}

bool queue_push(struct request_queue *queue, int id, int size)
{
    struct request *request = malloc(sizeof *request);
    struct request **link = queue->length == 0 ? &queue->head : &queue->tail->next;
    if (request == NULL)
        return false;
    *request = (struct request){id, size, NULL};
    *link = queue->tail = request;
    queue->length++;
    return true;
}

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    if (queue->length == 0)
        return false;
    struct request oldest = *queue->head;
    free(queue->head);
    queue->head = oldest.next;
    if (--queue->length == 0)
        queue->tail = NULL;
    *id = oldest.id;
    *size = oldest.size;
    return true;
}

bool queue_is_empty(const struct request_queue *queue)
{
    return queue->length == 0;
}

void queue_destroy(struct request_queue *queue)
{
    int id, size;
    while (queue_pop(queue, &id, &size))
        continue;
}
