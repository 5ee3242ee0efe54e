/* A thread aborts while it holds a lock that main waits for.
 *
 * expect: abort
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *quitter(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    abort();
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, quitter, NULL);
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
