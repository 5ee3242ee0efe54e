/*
 * Two threads ask at once, and thread 0 is expected to be the first.
 * Kind of failure: accuses a right program
 */
#include <assert.h>
#include <pthread.h>

#include "memory_server.h"
#include "workload.h"

static void *ask(void *unused)
{
    my_malloc(1, 10);
    return unused;
}

static void *serve(void *unused)
{
    server_function();
    return unused;
}

int main(void)
{
    pthread_t server, asking;
    assert(workload_start(1) && memory_server_start(2, 20));
    requested_size[0] = 10;
    release_memory(0);
    pthread_create(&server, NULL, serve, NULL);
    pthread_create(&asking, NULL, ask, NULL);
    thread_function(0);
    assert(thread_message[0] == 0);
    pthread_join(asking, NULL);
    memory_server_stop();
    pthread_join(server, NULL);
    return 0;
}
