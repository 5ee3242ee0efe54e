/* Two producers fill a ring of two places; main empties it.
 *
 * Right because `places` counts what is free and `items` what is full, so nobody needs to look, and
 * the lock is held for the moment of the copy only. The order counts: to take the lock and then
 * wait for a place would be a deadlock.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { PLACES = 2, PRODUCERS = 2 };

static sem_t places, items;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int ring[PLACES], next_in, next_out;

static void put(int item)
{
    sem_wait(&places);
    pthread_mutex_lock(&lock);
    ring[next_in] = item;
    next_in = (next_in + 1) % PLACES;
    pthread_mutex_unlock(&lock);
    sem_post(&items);
}

static int take(void)
{
    sem_wait(&items);
    pthread_mutex_lock(&lock);
    int item = ring[next_out];
    next_out = (next_out + 1) % PLACES;
    pthread_mutex_unlock(&lock);
    sem_post(&places);
    return item;
}

static void *producer(void *item)
{
    put(*(int *)item);
    return NULL;
}

int main(void)
{
    pthread_t threads[PRODUCERS];
    int made[PRODUCERS] = {3, 4}, sum = 0;
    sem_init(&places, 0, PLACES);
    sem_init(&items, 0, 0);
    for (int i = 0; i < PRODUCERS; i++)
        pthread_create(&threads[i], NULL, producer, &made[i]);
    for (int i = 0; i < PRODUCERS; i++)
        sum += take();
    for (int i = 0; i < PRODUCERS; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&places);
    sem_destroy(&items);
    printf("%d\n", sum);
    return 0;
}
