/* Main waits until the worker says that it is ready.
 *
 * expect: lost wake-up at 32
 *
 * The worker sets the flag and signals without the lock. When it does so after main has looked at
 * the flag and before main waits, the signal finds nobody waiting and is gone, and main waits for
 * another that never comes. The flag is atomic, so there is no data race; it has to change under
 * the lock all the same.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static atomic_int ready;

static void *worker(void *unused)
{
    (void)unused;
    atomic_store(&ready, 1);
    pthread_cond_signal(&changed);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    pthread_mutex_lock(&lock);
    while (!atomic_load(&ready))
        pthread_cond_wait(&changed, &lock);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    puts("The worker is ready.");
    return 0;
}
