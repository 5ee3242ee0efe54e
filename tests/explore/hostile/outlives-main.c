/* Main returns at once while a thread works without end.
 *
 * expect: exit with threads alive
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

static atomic_ulong rounds;

static void *worker(void *unused)
{
    (void)unused;
    for (;;)
        atomic_fetch_add(&rounds, 1);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    pthread_detach(thread);
    return 0;
}
