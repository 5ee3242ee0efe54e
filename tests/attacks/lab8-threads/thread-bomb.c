/* Starts threads without an end.
 * Told: pthread_create is not for this lab */
#include <pthread.h>
#include <stddef.h>

#include "contract.h"

static void *more(void *unused)
{
    pthread_t thread;
    for (;;)
        pthread_create(&thread, NULL, more, unused);
}

void mems_init(void)
{
    more(NULL);
}
