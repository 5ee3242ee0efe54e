/* philosophers.c: philosophers sit around a table, with one fork between each two of them.
 *
 * Meant: each takes the fork at the left, then the one at the right, eats, and puts both back.
 * Wrong: when all have taken their left fork, all wait for the right one, and nobody will ever put
 * one back: a deadlock. It does not come when one of them takes the right fork first. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>

enum { PHILOSOPHERS = 3 };

static pthread_mutex_t fork_at[PHILOSOPHERS] = {
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER};
static int meals[PHILOSOPHERS]; /* each counts its own */

static void *philosopher(void *seat)
{
    int left = (int)(intptr_t)seat, right = (left + 1) % PHILOSOPHERS;
    pthread_mutex_lock(&fork_at[left]);
    pthread_mutex_lock(&fork_at[right]);
    meals[left]++;
    pthread_mutex_unlock(&fork_at[right]);
    pthread_mutex_unlock(&fork_at[left]);
    return NULL;
}

int main(void)
{
    pthread_t thread[PHILOSOPHERS];
    for (intptr_t seat = 0; seat < PHILOSOPHERS; seat++)
        pthread_create(&thread[seat], NULL, philosopher, (void *)seat);
    for (int seat = 0; seat < PHILOSOPHERS; seat++)
        pthread_join(thread[seat], NULL);
    printf("%d meals\n", meals[0] + meals[1] + meals[2]);
    return 0;
}
