/* Two painters share a brush and a bucket. Each takes one, and gives it back when the other thing
 * is taken, so that they cannot deadlock.
 *
 * expect: livelock at 19 or 20
 *
 * They cannot, but when they keep step - each takes its first thing, each finds the second taken,
 * each gives back - they may do so for ever, busy and without progress. One order for both, or a
 * different pause for each, ends it.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static pthread_mutex_t brush = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t bucket = PTHREAD_MUTEX_INITIALIZER;

static void take_both(pthread_mutex_t *first, pthread_mutex_t *second)
{
    pthread_mutex_lock(first);
    while (pthread_mutex_trylock(second) != 0) {
        pthread_mutex_unlock(first);
        sched_yield();
        pthread_mutex_lock(first);
    }
}

static void *painter(void *begins_with)
{
    pthread_mutex_t *first = begins_with;
    take_both(first, first == &brush ? &bucket : &brush);
    pthread_mutex_unlock(&brush);
    pthread_mutex_unlock(&bucket);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, painter, &brush);
    pthread_create(&threads[1], NULL, painter, &bucket);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("The wall is painted.");
    return 0;
}
