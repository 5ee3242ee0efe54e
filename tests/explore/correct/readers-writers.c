/* Two readers and a writer use one room: the first reader in locks it, the last one out opens it.
 *
 * Right because the room is a semaphore, which one thread may take and another one give back, and
 * because count and room change together under the lock (Courtois, Heymans and Parnas).
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { READERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t room;
static int inside, notice;

static void *reader(void *seen)
{
    pthread_mutex_lock(&lock);
    if (++inside == 1)
        sem_wait(&room);
    pthread_mutex_unlock(&lock);
    *(int *)seen = notice;
    pthread_mutex_lock(&lock);
    if (--inside == 0)
        sem_post(&room);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[READERS];
    int seen[READERS];
    sem_init(&room, 0, 1);
    for (int i = 0; i < READERS; i++)
        pthread_create(&threads[i], NULL, reader, &seen[i]);
    sem_wait(&room);
    notice = 8;
    sem_post(&room);
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&room);
    printf("%d\n", notice);
    return 0;
}
