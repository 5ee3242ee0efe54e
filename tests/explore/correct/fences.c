/* A sender writes a message and then raises a flag; the receiver waits for the flag and reads. The flag
 * itself is relaxed, and a fence stands on each side.
 *
 * Right because the fence before the store releases, and the one behind the load acquires: together they
 * do what a store with release and a load with acquire do in message-passing.c.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

static int message;
static atomic_bool is_sent;

static void *sender(void *unused)
{
    (void)unused;
    message = 42;
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&is_sent, true, memory_order_relaxed);
    return NULL;
}

static void *receiver(void *received)
{
    while (!atomic_load_explicit(&is_sent, memory_order_relaxed))
        sched_yield();
    atomic_thread_fence(memory_order_acquire);
    *(int *)received = message;
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int received;
    pthread_create(&threads[0], NULL, sender, NULL);
    pthread_create(&threads[1], NULL, receiver, &received);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", received);
    return 0;
}
