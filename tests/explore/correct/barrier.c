/* Two threads each fill half of a row, and each adds up the whole once both halves are there.
 *
 * Right because nobody passes the barrier before all have come to it: what was written before it
 * is seen after it.
 */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2 };

static pthread_barrier_t filled;
static int row[THREADS], sums[THREADS];

static void *worker(void *place)
{
    int *mine = place;
    *mine = 21;
    pthread_barrier_wait(&filled);
    sums[mine - row] = row[0] + row[1];
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_barrier_init(&filled, NULL, THREADS);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, worker, &row[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&filled);
    printf("%d %d\n", sums[0], sums[1]);
    return 0;
}
