/* A cashier rings for 300 customers, and looks now and then how many are still to come in; one guard lets
 * a single one pass.
 *
 * Right because the value of a semaphore is only looked at: what is done does not depend on it. The
 * guard's wait may come after any of the 300 posts.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

enum { CUSTOMERS = 300 };

static sem_t waiting;

static void *cashier(void *unused)
{
    int value;
    for (int customer = 0; customer < CUSTOMERS; customer++)
        sem_post(&waiting);
    sem_getvalue(&waiting, &value);
    return unused;
}

static void *guard(void *unused)
{
    sem_wait(&waiting);
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&waiting, 0, 0);
    pthread_create(&threads[0], NULL, cashier, NULL);
    pthread_create(&threads[1], NULL, guard, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
