/* Two people meet in a corridor, as in livelock-polite.c, and carry much with them.
 *
 * expect: livelock at 20 or 22
 *
 * The explorer finds a cycle by the state that comes again: all globals and the heap. Of a large
 * program it looks at fewer states, and finds the cycle when it has gone round more often.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

static char luggage[3 << 17];
static atomic_int wants[2];

static void pass(int me)
{
    atomic_store(&wants[me], 1);
    luggage[me << 17] = 1;
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
