/* A program catches its own crash and goes on: the handler returns to the instruction that failed,
 * and so for ever.
 *
 * expect: null pointer or refused signal
 */
#include <pthread.h>
#include <signal.h>
#include <stddef.h>

static int *volatile nowhere;
static volatile sig_atomic_t crashes;

static void go_on(int number)
{
    crashes++;
    signal(number, go_on);
}

static void *writer(void *unused)
{
    (void)unused;
    *nowhere = 1;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    signal(SIGSEGV, go_on);
    pthread_create(&thread, NULL, writer, NULL);
    pthread_join(thread, NULL);
    return 0;
}
