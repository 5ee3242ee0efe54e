/* Two runners wait behind a turnstile; main opens it once, and each lets the next one through.
 *
 * Right because who gets through posts again for the next: one post opens for all, however many
 * there are, and however late they come.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { RUNNERS = 2 };

static sem_t turnstile;
static int distance;

static void *runner(void *ran)
{
    sem_wait(&turnstile);
    sem_post(&turnstile);
    *(int *)ran = distance;
    return NULL;
}

int main(void)
{
    pthread_t threads[RUNNERS];
    int ran[RUNNERS];
    sem_init(&turnstile, 0, 0);
    for (int i = 0; i < RUNNERS; i++)
        pthread_create(&threads[i], NULL, runner, &ran[i]);
    distance = 400;
    sem_post(&turnstile);
    for (int i = 0; i < RUNNERS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&turnstile);
    printf("%d %d\n", ran[0], ran[1]);
    return 0;
}
