/* A thread that never gives back what it takes. */
#include <pthread.h>
#include <stdlib.h>

static void *take(void *unused)
{
    char *block = malloc(16);
    block[0] = 1;
    return unused;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, take, NULL);
    pthread_join(thread, NULL);
    return 0;
}
