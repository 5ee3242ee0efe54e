/*
 * The test counts the answers in a variable that its threads share without a lock.
 * Kind of failure: accuses a right program
 */
#include <pthread.h>

#include "memory_server.h"

static int asked;

static void *ask(void *unused)
{
    my_malloc(1, 10);
    asked++;
    return unused;
}

int main(void)
{
    pthread_t asking;
    memory_server_start(2, 20);
    pthread_create(&asking, NULL, ask, NULL);
    my_malloc(0, 10);
    asked++;
    pthread_join(asking, NULL);
    return asked != 2;
}
