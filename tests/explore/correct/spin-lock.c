/* Two threads count under a pthread spin lock.
 *
 * Right because it is used as a mutex would be; it fits where a lock is held for a few
 * instructions only.
 */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2 };

static pthread_spinlock_t lock;
static int count;

static void *counter(void *unused)
{
    (void)unused;
    pthread_spin_lock(&lock);
    count++;
    pthread_spin_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_spin_destroy(&lock);
    printf("%d\n", count);
    return 0;
}
