/* Two threads count without a lock, one by fetch-and-add, one by compare-and-exchange.
 *
 * Right because each addition is one atomic step, or is tried again when somebody else was faster:
 * a failed exchange brings the new value along.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int count;

static void *adder(void *unused)
{
    (void)unused;
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
    return NULL;
}

static void *exchanger(void *unused)
{
    (void)unused;
    int seen = atomic_load(&count);
    while (!atomic_compare_exchange_strong(&count, &seen, seen + 1))
        continue;
    return NULL;
}

int main(void)
{
    pthread_t threads[3];
    pthread_create(&threads[0], NULL, adder, NULL);
    pthread_create(&threads[1], NULL, exchanger, NULL);
    pthread_create(&threads[2], NULL, exchanger, NULL);
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", atomic_load(&count));
    return 0;
}
