/* A worker writes into the log, and main reads the log once the worker has ended.
 *
 * expect: deadlock at 20 or 33
 *
 * Main takes the log's lock before it joins. A worker that has not written yet needs that lock to
 * come to its end: main waits for the worker, the worker for main. Join first, then lock.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static int entries;
static sem_t started;

static void *worker(void *unused)
{
    (void)unused;
    sem_post(&started);
    pthread_mutex_lock(&log_lock);
    entries++;
    pthread_mutex_unlock(&log_lock);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    sem_init(&started, 0, 0);
    pthread_create(&thread, NULL, worker, NULL);
    sem_wait(&started);
    pthread_mutex_lock(&log_lock);
    pthread_join(thread, NULL);
    printf("%d entries\n", entries);
    pthread_mutex_unlock(&log_lock);
    sem_destroy(&started);
    return 0;
}
