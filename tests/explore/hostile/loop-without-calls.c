/* A thread spins in a loop that calls nothing and reads nothing, and main waits for it.
 *
 * expect: endless loop or livelock
 */
#include <pthread.h>
#include <stddef.h>

static void *spinner(void *unused)
{
    (void)unused;
    for (;;)
        continue;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, spinner, NULL);
    pthread_join(thread, NULL);
    return 0;
}
