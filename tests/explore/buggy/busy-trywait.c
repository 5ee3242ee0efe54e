/* A printer takes the job that a user sends.
 *
 * expect: busy waiting at 26
 *
 * sem_trywait does not wait: in a loop it spins until the job is there. sem_wait sleeps, which is
 * what a semaphore is for. The loop turns in every schedule in which the printer comes first.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t jobs;
static int pages;

static void *user(void *unused)
{
    (void)unused;
    pages = 12;
    sem_post(&jobs);
    return NULL;
}

static void *printer(void *unused)
{
    (void)unused;
    while (sem_trywait(&jobs) != 0)
        continue;
    printf("%d pages\n", pages);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&jobs, 0, 0);
    pthread_create(&threads[0], NULL, user, NULL);
    pthread_create(&threads[1], NULL, printer, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&jobs);
    return 0;
}
