/* Two people meet in a corridor that is wide enough for one. Who sees the other coming steps back.
 *
 * expect: livelock at 19 or 21
 *
 * When both step forward, see each other, step back and step forward again in step, neither ever
 * passes. Nobody is blocked, nobody gets on. Peterson's `turn` decides who goes (see
 * ../correct/peterson.c).
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int wants[2];

static void pass(int me)
{
    atomic_store(&wants[me], 1);
    while (atomic_load(&wants[1 - me])) {
        atomic_store(&wants[me], 0);
        sched_yield();
        atomic_store(&wants[me], 1);
    }
    atomic_store(&wants[me], 0);
}

static void *person(void *wish)
{
    pass(wish == &wants[0] ? 0 : 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, person, &wants[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("Both have passed.");
    return 0;
}
