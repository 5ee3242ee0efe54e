/* bridge.c: a narrow bridge, and on each side a walker who raises a flag and looks for the other's.
 *
 * Meant: who sees the other's flag stays, so that never both are on the bridge. (Both may stay.)
 * Right only where memory is sequentially consistent: then whoever looks second sees the flag. But
 * relaxed operations on two places may be seen in another order than that of the program, and each
 * walker may look before the own flag is up for the other to see: on a real machine both may cross.
 * Take atomic_store and atomic_load, without the memory order, and they cannot. */
#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>

static atomic_int flag[2];
static int crosses[2];

static void *walk(void *side)
{
    int own = (int)(intptr_t)side;
    atomic_store_explicit(&flag[own], 1, memory_order_relaxed);
    if (atomic_load_explicit(&flag[1 - own], memory_order_relaxed) == 0)
        crosses[own] = 1;
    return NULL;
}

int main(void)
{
    pthread_t walker[2];
    for (intptr_t side = 0; side < 2; side++)
        pthread_create(&walker[side], NULL, walk, (void *)side);
    for (int side = 0; side < 2; side++)
        pthread_join(walker[side], NULL);
    assert(crosses[0] + crosses[1] < 2);
    printf("%d crossed\n", crosses[0] + crosses[1]);
    return 0;
}
