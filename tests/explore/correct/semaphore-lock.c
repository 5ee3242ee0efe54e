/* Three threads count under a semaphore that begins with one.
 *
 * Right because a semaphore of one lets in one thread at a time, and each posts what it has taken.
 * Unlike a mutex it has no owner: nobody would notice a post too many.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { THREADS = 3 };

static sem_t lock;
static int count;

static void *counter(void *unused)
{
    (void)unused;
    sem_wait(&lock);
    count++;
    sem_post(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    sem_init(&lock, 0, 1);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&lock);
    printf("%d\n", count);
    return 0;
}
