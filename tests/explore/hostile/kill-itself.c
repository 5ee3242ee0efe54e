/* A thread sends its own process the signal that nobody can catch.
 *
 * expect: refused kill
 */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static void *killer(void *unused)
{
    (void)unused;
    kill(getpid(), SIGKILL);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, killer, NULL);
    pthread_join(thread, NULL);
    return 0;
}
