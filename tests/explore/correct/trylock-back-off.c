/* One thread needs the locks in the order first, second; the other one has to take them the other
 * way round.
 *
 * Right because the one that goes against the order does not wait while it holds something: when
 * the first lock is taken it gives back the second, lets others run and tries again. The other
 * thread never backs off and so comes to an end: no livelock, unlike ../buggy/livelock-trylock.c.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static int moves;

static void move(void)
{
    moves++;
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
}

static void *forward(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second);
    move();
    return NULL;
}

static void *backward(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&second);
    while (pthread_mutex_trylock(&first) != 0) {
        pthread_mutex_unlock(&second);
        sched_yield();
        pthread_mutex_lock(&second);
    }
    move();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, forward, NULL);
    pthread_create(&threads[1], NULL, backward, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d moves\n", moves);
    return 0;
}
