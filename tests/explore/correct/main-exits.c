/* Main starts two detached threads and ends; they go on, and the last one reports.
 *
 * Right because pthread_exit ends main as a thread, not the process, which lives until its last
 * thread has ended. Nobody may use a variable of main's stack after that: the count is static.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { THREADS = 2 };

static atomic_int left = THREADS;

static void *worker(void *unused)
{
    (void)unused;
    if (atomic_fetch_sub(&left, 1) == 1)
        puts("All have ended.");
    return NULL;
}

int main(void)
{
    pthread_t thread;
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&thread, NULL, worker, NULL);
        pthread_detach(thread);
    }
    pthread_exit(NULL);
}
