/* Three philosophers sit around a table with a fork between each two, and eat with both.
 *
 * expect: deadlock at 21
 *
 * All take the left fork first. When each has done so before any has taken the right one, all wait
 * in a circle. Dijkstra's mend is in ../correct/philosophers-ordered.c: number the forks, and take
 * the lower number first.
 */
#include <pthread.h>
#include <stdio.h>

enum { PHILOSOPHERS = 3 };

static pthread_mutex_t forks[PHILOSOPHERS];

static void *philosopher(void *left_fork)
{
    pthread_mutex_t *left = left_fork;
    pthread_mutex_t *right = &forks[(left - forks + 1) % PHILOSOPHERS];
    pthread_mutex_lock(left);
    pthread_mutex_lock(right);
    /* eats */
    pthread_mutex_unlock(right);
    pthread_mutex_unlock(left);
    return NULL;
}

int main(void)
{
    pthread_t threads[PHILOSOPHERS];
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_create(&threads[i], NULL, philosopher, &forks[i]);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_destroy(&forks[i]);
    puts("All have eaten.");
    return 0;
}
