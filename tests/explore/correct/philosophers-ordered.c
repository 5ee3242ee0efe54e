/* Three philosophers sit around a table with a fork between each two, and eat with both.
 *
 * Right because all take the fork with the lower number first. In a circle of philosophers who wait
 * for each other one would have to hold a higher fork and wait for a lower one (Dijkstra).
 */
#include <pthread.h>
#include <stdio.h>

enum { PHILOSOPHERS = 3 };

static pthread_mutex_t forks[PHILOSOPHERS];
static int seats[PHILOSOPHERS], meals[PHILOSOPHERS];

static void *philosopher(void *argument)
{
    int seat = *(int *)argument;
    int left = seat, right = (seat + 1) % PHILOSOPHERS;
    int first = left < right ? left : right;
    int second = left < right ? right : left;
    pthread_mutex_lock(&forks[first]);
    pthread_mutex_lock(&forks[second]);
    meals[seat]++;
    pthread_mutex_unlock(&forks[second]);
    pthread_mutex_unlock(&forks[first]);
    return NULL;
}

int main(void)
{
    pthread_t threads[PHILOSOPHERS];
    for (int i = 0; i < PHILOSOPHERS; i++) {
        seats[i] = i;
        pthread_mutex_init(&forks[i], NULL);
    }
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_create(&threads[i], NULL, philosopher, &seats[i]);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_destroy(&forks[i]);
    printf("%d %d %d\n", meals[0], meals[1], meals[2]);
    return 0;
}
