/* A producer and a consumer share a buffer of one place, with a lock and two conditions.
 *
 * Right because each looks at the count under the lock and looks again after each wake-up; because
 * waiting gives the lock back; and because there is a condition for each of the two reasons to
 * wait, so that a signal reaches somebody who can use it.
 */
#include <pthread.h>
#include <stdio.h>

enum { PLACES = 1, ITEMS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t not_full = PTHREAD_COND_INITIALIZER;
static pthread_cond_t not_empty = PTHREAD_COND_INITIALIZER;
static int buffer[PLACES], count, next_in, next_out;

static void put(int item)
{
    pthread_mutex_lock(&lock);
    while (count == PLACES)
        pthread_cond_wait(&not_full, &lock);
    buffer[next_in] = item;
    next_in = (next_in + 1) % PLACES;
    count++;
    pthread_cond_signal(&not_empty);
    pthread_mutex_unlock(&lock);
}

static int take(void)
{
    pthread_mutex_lock(&lock);
    while (count == 0)
        pthread_cond_wait(&not_empty, &lock);
    int item = buffer[next_out];
    next_out = (next_out + 1) % PLACES;
    count--;
    pthread_cond_signal(&not_full);
    pthread_mutex_unlock(&lock);
    return item;
}

static void *producer(void *unused)
{
    (void)unused;
    for (int item = 1; item <= ITEMS; item++)
        put(item);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int sum = 0;
    pthread_create(&thread, NULL, producer, NULL);
    for (int i = 0; i < ITEMS; i++)
        sum += take();
    pthread_join(thread, NULL);
    printf("%d\n", sum);
    return 0;
}
