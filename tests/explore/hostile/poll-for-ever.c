/* Main waits for a thread that looks for an order that nobody gives, and sleeps between two looks.
 *
 * expect: bounded
 *
 * It may be a server that has nothing to do: no bug is told of it.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static atomic_bool is_ordered;

static void *server(void *unused)
{
    while (!is_ordered)
        usleep(1000);
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, server, NULL);
    pthread_join(thread, NULL);
    return 0;
}
