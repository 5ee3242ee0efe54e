/* A pizza is shared out among those at the table; one guest may leave before it comes.
 *
 * expect: division by zero at 18
 *
 * The waiter makes sure that somebody is there, then goes for the pizza, then divides. The counter
 * is atomic, each look at it is right, but the second look need not see what the first one saw.
 * Look once, and use what was seen.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int guests = 1;

static void *waiter(void *slices)
{
    if (atomic_load(&guests) > 0)
        *(int *)slices = 8 / atomic_load(&guests);
    return NULL;
}

static void *guest(void *unused)
{
    (void)unused;
    atomic_fetch_sub(&guests, 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int slices = 0;
    pthread_create(&threads[0], NULL, waiter, &slices);
    pthread_create(&threads[1], NULL, guest, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d slices each\n", slices);
    return 0;
}
