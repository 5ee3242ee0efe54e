/* Two threads count under a spin lock made of an atomic_flag.
 *
 * Right because test-and-set tells one thread only that the flag was clear; acquire and release
 * carry what was written from one holder to the next.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 2 };

static atomic_flag flag = ATOMIC_FLAG_INIT;
static int count;

static void *counter(void *unused)
{
    (void)unused;
    while (atomic_flag_test_and_set_explicit(&flag, memory_order_acquire))
        continue;
    count++;
    atomic_flag_clear_explicit(&flag, memory_order_release);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", count);
    return 0;
}
