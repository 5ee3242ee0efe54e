/* The host opens the door unless the porter has locked up; main knocks until somebody opens.
 *
 * expect: stack overflow at 19
 *
 * To knock again the function calls itself. When the porter comes before the host nobody ever
 * opens, and each knock takes a piece of the stack until none is left. Recursion needs an end that
 * it comes nearer to by itself.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_int is_open, is_locked;

static int knock(void)
{
    if (atomic_load(&is_open))
        return 1;
    return 1 + knock();
}

static void *host(void *unused)
{
    (void)unused;
    if (!atomic_load(&is_locked))
        atomic_store(&is_open, 1);
    return NULL;
}

static void *porter(void *unused)
{
    (void)unused;
    atomic_store(&is_locked, 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, host, NULL);
    pthread_create(&threads[1], NULL, porter, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d knocks\n", knock());
    return 0;
}
