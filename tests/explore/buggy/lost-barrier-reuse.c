/* Two threads work in two rounds and meet after each at a barrier of their own making.
 *
 * expect: lost wake-up at 26
 *
 * Who comes last sets the count back to zero and wakes the other, who waits for the zero. But a
 * fast thread may be at the barrier again before the other one has looked: that one sees 1, takes
 * it for its own round, and both wait. ../correct/barrier-own.c counts rounds as well.
 */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2, ROUNDS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t all_there = PTHREAD_COND_INITIALIZER;
static int arrived;

static void meet(void)
{
    pthread_mutex_lock(&lock);
    if (++arrived == THREADS) {
        arrived = 0;
        pthread_cond_broadcast(&all_there);
    }
    while (arrived != 0)
        pthread_cond_wait(&all_there, &lock);
    pthread_mutex_unlock(&lock);
}

static void *worker(void *unused)
{
    (void)unused;
    for (int round = 0; round < ROUNDS; round++)
        meet();
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, worker, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    puts("Both rounds are over.");
    return 0;
}
