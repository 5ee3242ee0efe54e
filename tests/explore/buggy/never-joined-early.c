/* Main asks a helper for a number, and joins it while it still calculates.
 *
 * expect: never joined at 25 or 29
 *
 * When the number is there already main sees nothing to wait for, and forgets the helper. A thread
 * that has ended keeps its stack and its result until it is joined or detached: a server that does
 * this once a request runs out of memory. Main ends by pthread_exit, so no work is cut short.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int number;

static void *helper(void *unused)
{
    (void)unused;
    atomic_store(&number, 7);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, helper, NULL);
    if (atomic_load(&number) == 0)
        pthread_join(thread, NULL);
    printf("The number is %d.\n", atomic_load(&number));
    pthread_exit(NULL);
}
