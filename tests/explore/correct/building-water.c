/* Two atoms of hydrogen and one of oxygen make a molecule of water.
 *
 * Right because the oxygen waits until both hydrogens are there and then lets both go: nobody
 * leaves before all three have come.
 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>

enum { HYDROGENS = 2 };

static sem_t hydrogen_came, bond;
static atomic_int there;

static void *hydrogen(void *unused)
{
    (void)unused;
    atomic_fetch_add(&there, 1);
    sem_post(&hydrogen_came);
    sem_wait(&bond);
    assert(atomic_load(&there) == HYDROGENS + 1);
    return NULL;
}

static void *oxygen(void *unused)
{
    (void)unused;
    atomic_fetch_add(&there, 1);
    for (int i = 0; i < HYDROGENS; i++)
        sem_wait(&hydrogen_came);
    for (int i = 0; i < HYDROGENS; i++)
        sem_post(&bond);
    return NULL;
}

int main(void)
{
    pthread_t threads[HYDROGENS + 1];
    sem_init(&hydrogen_came, 0, 0);
    sem_init(&bond, 0, 0);
    pthread_create(&threads[0], NULL, oxygen, NULL);
    for (int i = 1; i <= HYDROGENS; i++)
        pthread_create(&threads[i], NULL, hydrogen, NULL);
    for (int i = 0; i <= HYDROGENS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&hydrogen_came);
    sem_destroy(&bond);
    puts("water");
    return 0;
}
