/* Two ovens are shared by two bakers; each baker needs both ovens for a moment.
 *
 * expect: deadlock at 21
 *
 * A baker takes the ovens one by one. When each has one, none is left, and nobody gives back the
 * one he has. Nothing here has an owner, so there is no order of locks to keep: take both at once,
 * under a lock, or give the first back when the second is not there.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { OVENS = 2, BAKERS = 2 };

static sem_t free_ovens;

static void *baker(void *unused)
{
    (void)unused;
    for (int i = 0; i < OVENS; i++)
        sem_wait(&free_ovens);
    for (int i = 0; i < OVENS; i++)
        sem_post(&free_ovens);
    return NULL;
}

int main(void)
{
    pthread_t threads[BAKERS];
    sem_init(&free_ovens, 0, OVENS);
    for (int i = 0; i < BAKERS; i++)
        pthread_create(&threads[i], NULL, baker, NULL);
    for (int i = 0; i < BAKERS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&free_ovens);
    puts("All is baked.");
    return 0;
}
