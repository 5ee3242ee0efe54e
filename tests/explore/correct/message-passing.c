/* A sender writes a message and then raises a flag; the receiver waits for the flag and reads.
 *
 * Right because the flag is stored with release and read with acquire: who sees the flag sees the
 * message as well, although the message itself is no atomic.
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
    atomic_store_explicit(&is_sent, true, memory_order_release);
    return NULL;
}

static void *receiver(void *received)
{
    while (!atomic_load_explicit(&is_sent, memory_order_acquire))
        sched_yield();
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
