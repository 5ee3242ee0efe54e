/* Leaves a process behind.
 * Told: fork is not supported */
#include "request_queue.h"

#include <unistd.h>

void queue_init(struct request_queue *queue)
{
    (void)queue;
    while (fork() >= 0)
        ;
}
