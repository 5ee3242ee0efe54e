/* Main waits until two workers have each finished their part; the workers do not wait.
 *
 * Right because the latch counts down under the lock, and the last one wakes main, which looks
 * again. Unlike a barrier a latch is used once.
 */
#include <pthread.h>
#include <stdio.h>

enum { WORKERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t reached_zero = PTHREAD_COND_INITIALIZER;
static int left = WORKERS;
static int parts[WORKERS];

static void count_down(void)
{
    pthread_mutex_lock(&lock);
    if (--left == 0)
        pthread_cond_signal(&reached_zero);
    pthread_mutex_unlock(&lock);
}

static void wait_for_zero(void)
{
    pthread_mutex_lock(&lock);
    while (left > 0)
        pthread_cond_wait(&reached_zero, &lock);
    pthread_mutex_unlock(&lock);
}

static void *worker(void *part)
{
    *(int *)part = 5;
    count_down();
    return NULL;
}

int main(void)
{
    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&threads[i], NULL, worker, &parts[i]);
    wait_for_zero();
    printf("%d\n", parts[0] + parts[1]);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
