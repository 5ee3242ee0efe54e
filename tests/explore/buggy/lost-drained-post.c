/* A guest rings the bell, and the porter opens.
 *
 * expect: lost wake-up at 19
 *
 * The porter begins his shift by setting the bell to zero, so that he does not run for guests of
 * yesterday. A guest who rang before that is forgotten: the post came, was thrown away, and the
 * porter waits for one that never comes again. The semaphore counts so that this is not needed.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t bell;

static void *porter(void *unused)
{
    (void)unused;
    sem_trywait(&bell);
    sem_wait(&bell);
    puts("The door opens.");
    return NULL;
}

static void *guest(void *unused)
{
    (void)unused;
    sem_post(&bell);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&bell, 0, 0);
    pthread_create(&threads[0], NULL, porter, NULL);
    pthread_create(&threads[1], NULL, guest, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&bell);
    return 0;
}
