/* reads freed nodes through calls that take a struct by value, whose loads nobody sees
 * Told: id_of takes a struct by value */
#include "request_queue.h"

#include <stdlib.h>

static int id_of(struct request request)
{
    return request.id;
}

bool queue_pop(struct request_queue *queue, int *id, int *size)
{
    struct request *oldest = queue->head;
    if (oldest == NULL)
        return false;
    *size = oldest->size;
    queue->head = oldest->next;
    free(oldest);
    *id = id_of(*oldest);
    return true;
}
