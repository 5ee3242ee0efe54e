/* Three threads count under a ticket lock.
 *
 * Right because atomic_fetch_add gives each a ticket of its own, and the numbers are called one by
 * one: threads get in by the order of their tickets, so nobody starves.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 3 };

static atomic_uint next_ticket, now_serving;
static int count;

static void ticket_lock(void)
{
    unsigned mine = atomic_fetch_add(&next_ticket, 1);
    while (atomic_load(&now_serving) != mine)
        sched_yield();
}

static void ticket_unlock(void)
{
    atomic_fetch_add(&now_serving, 1);
}

static void *counter(void *unused)
{
    (void)unused;
    ticket_lock();
    count++;
    ticket_unlock();
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, counter, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", count);
    return 0;
}
