/* Three runners get their numbers from main and cross the line.
 *
 * expect: data race at 19 or 28
 *
 * All get the address of the same variable, the counter of main's loop. A runner who looks late
 * reads the number of the next one, or 3, which is no runner's. Each should get a variable of its
 * own, or the number itself, cast to a pointer.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { RUNNERS = 3 };

static atomic_int finished[RUNNERS + 1];

static void *runner(void *argument)
{
    int number = *(int *)argument;
    atomic_store(&finished[number], 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[RUNNERS];
    int number;
    for (number = 0; number < RUNNERS; number++)
        pthread_create(&threads[number], NULL, runner, &number);
    for (int i = 0; i < RUNNERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < RUNNERS; i++)
        printf("runner %d %s\n", i, finished[i] ? "came in" : "is missing");
    return 0;
}
