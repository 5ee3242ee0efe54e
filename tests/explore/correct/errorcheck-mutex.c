/* A thread that does not know whether it holds the lock asks the lock itself.
 *
 * Right because an error-checking mutex answers EDEADLK to the thread that holds it already, and
 * EPERM to one that unlocks what it does not hold; the program looks at both answers.
 */
#define _XOPEN_SOURCE 700
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock;
static int count;

static void *counter(void *unused)
{
    (void)unused;
    int error = pthread_mutex_unlock(&lock);
    assert(error == EPERM);
    pthread_mutex_lock(&lock);
    error = pthread_mutex_lock(&lock);
    assert(error == EDEADLK);
    count++;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_mutexattr_t checking;
    pthread_mutexattr_init(&checking);
    pthread_mutexattr_settype(&checking, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutex_init(&lock, &checking);
    pthread_mutexattr_destroy(&checking);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&lock);
    printf("%d\n", count);
    return 0;
}
