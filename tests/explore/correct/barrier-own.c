/* Two threads work in two rounds and meet after each at a barrier of their own making.
 *
 * Right because who waits does not wait for a count, which a fast thread may change again, but for
 * the round to be another one: that stays true until all who wait have seen it
 * (../buggy/lost-barrier-reuse.c waits for the count).
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2, ROUNDS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t next_round = PTHREAD_COND_INITIALIZER;
static int arrived, round_number;
static int work_done[ROUNDS];

static void meet(void)
{
    pthread_mutex_lock(&lock);
    int mine = round_number;
    work_done[mine]++;
    if (++arrived == THREADS) {
        arrived = 0;
        round_number++;
        pthread_cond_broadcast(&next_round);
    }
    while (round_number == mine)
        pthread_cond_wait(&next_round, &lock);
    assert(work_done[mine] == THREADS);
    pthread_mutex_unlock(&lock);
}

static void *worker(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++)
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
    printf("%d rounds\n", round_number);
    return 0;
}
