/* Main collects its workers: first those that have ended already, then the rest.
 *
 * expect: joined twice at 34
 *
 * The second loop knows how many are left, not which, and begins at 0. When worker 0 has ended
 * early and worker 1 has not, it joins worker 0 again, and worker 1 never.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { WORKERS = 2 };

static atomic_int has_ended[WORKERS];

static void *worker(void *mark)
{
    atomic_store((atomic_int *)mark, 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[WORKERS];
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&threads[i], NULL, worker, &has_ended[i]);
    int left = WORKERS;
    for (int i = 0; i < WORKERS; i++)
        if (atomic_load(&has_ended[i])) {
            pthread_join(threads[i], NULL);
            left--;
        }
    for (int i = 0; i < left; i++)
        pthread_join(threads[i], NULL);
    puts("All workers have ended.");
    return 0;
}
