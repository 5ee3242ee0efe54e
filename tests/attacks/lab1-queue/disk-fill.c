/* Fills the disk.
 * Told: tmpfile is not for labs */
#include <stdio.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    FILE *file = tmpfile();
    queue->length = 0;
    for (;;)
        fprintf(file, "%1000000d", 1);
}
