/*
 * together.c: two threads ask at once, in every order. Both are answered with bytes of their own, give
 * them back, and the server ends when it is told to.
 */
#include <assert.h>
#include <pthread.h>

#include "memory_server.h"
#include "workload.h"

enum { ASKING = 2, BYTES = 20 };

static int numbers[ASKING] = {0, 1};

static void *ask(void *number)
{
    thread_function(*(int *)number);
    return NULL;
}

static void *serve(void *unused)
{
    server_function();
    return unused;
}

int main(void)
{
    pthread_t server, asking[ASKING];
    assert(workload_start(1) && memory_server_start(ASKING, ASKING * BYTES));
    pthread_create(&server, NULL, serve, NULL);
    for (int id = 0; id < ASKING; id++) {
        requested_size[id] = BYTES;
        release_memory(id); /* it need not wait before it gives its bytes back */
        pthread_create(&asking[id], NULL, ask, &numbers[id]);
    }
    for (int id = 0; id < ASKING; id++)
        pthread_join(asking[id], NULL);
    memory_server_stop();
    pthread_join(server, NULL);
    assert(segment_list_check() == NULL);
    assert(segments->id == HOLE && segments->size == ASKING * BYTES);
    memory_server_clear();
    workload_clear();
    return 0;
}
