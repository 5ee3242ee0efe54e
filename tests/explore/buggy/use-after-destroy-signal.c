/* Main waits for the worker's word, then clears the condition away.
 *
 * expect: use after destroy at 23
 *
 * The worker signals after it has unlocked, which is allowed; but main may see the flag in between,
 * without having waited at all, and destroy the condition before the signal comes. Signal under
 * the lock, or destroy after the join.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed;
static bool is_done;

static void *worker(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    is_done = true;
    pthread_mutex_unlock(&lock);
    pthread_cond_signal(&changed);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_cond_init(&changed, NULL);
    pthread_create(&thread, NULL, worker, NULL);
    pthread_mutex_lock(&lock);
    while (!is_done)
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&changed);
    pthread_join(thread, NULL);
    puts("The worker is done.");
    return 0;
}
