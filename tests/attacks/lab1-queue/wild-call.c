/* Calls code of its own making: instructions hidden in a constant. */
#include "request_queue.h"

#include <stdint.h>

static volatile uint64_t hidden;

static void carry(void)
{
    hidden = 0x909090c3050fe789; /* mov edi, esp; syscall; ret */
}

void queue_init(struct request_queue *queue)
{
    (void)queue;
    for (uintptr_t at = (uintptr_t)carry; at < (uintptr_t)carry + 64; at++)
        ((void (*)(void))at)();
}
