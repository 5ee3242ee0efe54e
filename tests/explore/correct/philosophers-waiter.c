/* Three philosophers eat with two forks each; a waiter lets two of them to the table at a time.
 *
 * Right because with two at a table for three somebody always gets both forks, whatever the order
 * in which they take them: the semaphore keeps the circle from closing.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { PHILOSOPHERS = 3 };

static pthread_mutex_t forks[PHILOSOPHERS];
static sem_t waiter;
static int meals[PHILOSOPHERS];

static void *philosopher(void *left_fork)
{
    pthread_mutex_t *left = left_fork;
    int seat = (int)(left - forks);
    pthread_mutex_t *right = &forks[(seat + 1) % PHILOSOPHERS];
    sem_wait(&waiter);
    pthread_mutex_lock(left);
    pthread_mutex_lock(right);
    meals[seat]++;
    pthread_mutex_unlock(right);
    pthread_mutex_unlock(left);
    sem_post(&waiter);
    return NULL;
}

int main(void)
{
    pthread_t threads[PHILOSOPHERS];
    sem_init(&waiter, 0, PHILOSOPHERS - 1);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_init(&forks[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_create(&threads[i], NULL, philosopher, &forks[i]);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < PHILOSOPHERS; i++)
        pthread_mutex_destroy(&forks[i]);
    sem_destroy(&waiter);
    printf("%d %d %d\n", meals[0], meals[1], meals[2]);
    return 0;
}
