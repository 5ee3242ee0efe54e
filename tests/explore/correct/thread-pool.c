/* A pool of two threads works off two tasks that main puts into a queue.
 *
 * Right because a worker waits while there is no task and the pool is open, both under the lock;
 * because closing wakes all; and because what is in the queue is worked off before a worker ends.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

enum { WORKERS = 2, TASKS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int tasks[TASKS], added, taken, sum;
static bool is_closed;

static void add_task(int number)
{
    pthread_mutex_lock(&lock);
    tasks[added++] = number;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static void close_pool(void)
{
    pthread_mutex_lock(&lock);
    is_closed = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
}

static void *worker(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    while (taken < added || !is_closed) {
        if (taken < added)
            sum += tasks[taken++];
        else
            pthread_cond_wait(&changed, &lock);
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&threads[i], NULL, worker, NULL);
    for (int number = 1; number <= TASKS; number++)
        add_task(number);
    close_pool();
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", sum);
    return 0;
}
