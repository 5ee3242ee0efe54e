/* A thread runs an instruction that no processor knows.
 *
 * expect: fatal signal or refused
 */
#include <pthread.h>
#include <stddef.h>

static void *stumble(void *unused)
{
    (void)unused;
    __builtin_trap();
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, stumble, NULL);
    pthread_join(thread, NULL);
    return 0;
}
