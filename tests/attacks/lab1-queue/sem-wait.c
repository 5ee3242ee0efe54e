/* Defines a function of the C library that the server calls, too.
 * Told: sem_wait would take the place */
#include <semaphore.h>

int sem_wait(sem_t *semaphore)
{
    (void)semaphore;
    return 0;
}
