/* Two threads keep each other out with three variables (Peterson).
 *
 * Right because a thread says "I want to" and then "after you", in this order, and all accesses are
 * sequentially consistent. When both want to, the one who said "after you" last waits; and it
 * spins, which is how the algorithm waits.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int wants[2], turn;
static int visits;

static void enter(int me)
{
    int other = 1 - me;
    atomic_store(&wants[me], 1);
    atomic_store(&turn, other);
    while (atomic_load(&wants[other]) && atomic_load(&turn) == other)
        continue;
}

static void leave(int me)
{
    atomic_store(&wants[me], 0);
}

static void *thread(void *wish)
{
    int me = wish == &wants[0] ? 0 : 1;
    enter(me);
    visits++;
    leave(me);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, thread, &wants[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d visits\n", visits);
    return 0;
}
