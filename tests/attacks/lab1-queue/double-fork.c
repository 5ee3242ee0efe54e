/* Leaves its session by setsid, and its parent by a second fork.
 * Told: fork is not supported here */
#define _GNU_SOURCE
#include <unistd.h>

#include "request_queue.h"

void queue_init(struct request_queue *queue)
{
    queue->length = 0;
    if (fork() == 0) {
        setsid();
        if (fork() == 0)
            sleep(600);
        _exit(0);
    }
}
