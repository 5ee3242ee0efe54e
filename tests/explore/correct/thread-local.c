/* Each thread counts in a variable of its own and adds it to the sum once, at its end.
 *
 * Right because a `__thread` variable exists once for each thread: `mine` is never shared, and the
 * sum is changed under the lock.
 */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2, ROUNDS = 3 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static __thread int mine;
static int sum;

static void *counter(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++)
        mine++;
    pthread_mutex_lock(&lock);
    sum += mine;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d, main's own is %d\n", sum, mine);
    return 0;
}
