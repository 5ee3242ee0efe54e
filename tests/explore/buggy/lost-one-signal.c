/* Two swimmers wait at the gate until the guard opens the pool.
 *
 * expect: lost wake-up at 24
 *
 * The guard signals once, and a signal wakes one thread. A swimmer who came late finds the gate
 * open; but when both were waiting, the second sleeps on before an open gate. What concerns all
 * who wait needs pthread_cond_broadcast.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

enum { SWIMMERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static bool is_open;

static void *swimmer(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    while (!is_open)
        pthread_cond_wait(&opened, &lock);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[SWIMMERS];
    for (int i = 0; i < SWIMMERS; i++)
        pthread_create(&threads[i], NULL, swimmer, NULL);
    pthread_mutex_lock(&lock);
    is_open = true;
    pthread_cond_signal(&opened);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < SWIMMERS; i++)
        pthread_join(threads[i], NULL);
    puts("All swim.");
    return 0;
}
