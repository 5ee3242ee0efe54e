/* A guest takes the seat that an usher assigns.
 *
 * expect: index out of bounds at 28
 *
 * A seat that is not assigned is -1, and `seat` is atomic, so that a guest who looks too early is
 * no data race: he sits down on seats[-1]. An atomic variable orders, it does not wait. Here a
 * semaphore is missing.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { SEATS = 3 };

static int seats[SEATS];
static atomic_int seat = -1;

static void *usher(void *unused)
{
    (void)unused;
    atomic_store(&seat, 2);
    return NULL;
}

static void *guest(void *unused)
{
    (void)unused;
    seats[atomic_load(&seat)] = 1;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, usher, NULL);
    pthread_create(&threads[1], NULL, guest, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d %d\n", seats[0], seats[1], seats[2]);
    return 0;
}
