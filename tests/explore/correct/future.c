/* A thread promises a number; two others wait for it and use it.
 *
 * Right because the value is written once, before `is_set`, and both under the lock; who has seen
 * `is_set` may read the value ever after. Setting it wakes all who wait.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

struct future {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool is_set;
    int value;
};

static struct future future = {.lock = PTHREAD_MUTEX_INITIALIZER,
                               .changed = PTHREAD_COND_INITIALIZER};

static void future_set(int value)
{
    pthread_mutex_lock(&future.lock);
    future.value = value;
    future.is_set = true;
    pthread_cond_broadcast(&future.changed);
    pthread_mutex_unlock(&future.lock);
}

static int future_get(void)
{
    pthread_mutex_lock(&future.lock);
    while (!future.is_set)
        pthread_cond_wait(&future.changed, &future.lock);
    pthread_mutex_unlock(&future.lock);
    return future.value;
}

static void *doubler(void *result)
{
    *(int *)result = 2 * future_get();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int results[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, doubler, &results[i]);
    future_set(21);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d\n", results[0], results[1]);
    return 0;
}
