/* A cook prepares the soup and rings the bell; the waiter serves what there is.
 *
 * expect: data race at 17 or 23
 *
 * The bell is a plain variable. Neither compiler nor processor promises that the waiter who hears
 * it sees the soup as well: a flag between threads is atomic, or lies under a lock.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static bool bell;

static void *cook(void *unused)
{
    (void)unused;
    bell = true;
    return NULL;
}

static void *waiter(void *served)
{
    *(bool *)served = bell;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    bool served = false;
    pthread_create(&threads[0], NULL, cook, NULL);
    pthread_create(&threads[1], NULL, waiter, &served);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts(served ? "The soup is served." : "The guest goes home hungry.");
    return 0;
}
