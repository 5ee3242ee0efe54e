/* Two threads keep each other out by Peterson's algorithm.
 *
 * expect: assertion at 36
 *
 * Peterson first says "I want to", then "after you". Here it is the other way round, and that is
 * enough to break it: one thread gives way and pauses, the other gives way, says that it wants to
 * and goes in; the first finds that it is its turn and goes in too. ../correct/peterson.c has the
 * right order.
 */
#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static atomic_int wants[2], turn, inside;

static void enter(int me)
{
    int other = 1 - me;
    atomic_store(&turn, other);
    atomic_store(&wants[me], 1);
    while (atomic_load(&wants[other]) && atomic_load(&turn) == other)
        sched_yield();
}

static void leave(int me)
{
    atomic_store(&wants[me], 0);
}

static void *thread(void *wish)
{
    int me = wish == &wants[0] ? 0 : 1;
    enter(me);
    int others = atomic_fetch_add(&inside, 1);
    assert(others == 0);
    atomic_fetch_sub(&inside, 1);
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
    return 0;
}
