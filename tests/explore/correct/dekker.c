/* Two threads keep each other out by Dekker's algorithm, the first one that was found.
 *
 * Right because who wants to go in says so; when both do, the one whose turn it is not steps back
 * and waits until it is. All accesses are sequentially consistent.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int wants[2], turn;
static int visits;

static void step_back(int me)
{
    atomic_store(&wants[me], 0);
    while (atomic_load(&turn) != me)
        sched_yield();
    atomic_store(&wants[me], 1);
}

static void enter(int me)
{
    atomic_store(&wants[me], 1);
    while (atomic_load(&wants[1 - me])) {
        if (atomic_load(&turn) != me)
            step_back(me);
        else
            sched_yield();
    }
}

static void leave(int me)
{
    atomic_store(&turn, 1 - me);
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
