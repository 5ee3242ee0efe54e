/* A customer puts an order into a box for the cook, takes it out when cooked, and frees it.
 *
 * expect: use after free at 28
 *
 * The customer waits for the cook when the cook has begun, but takes an order back that has not
 * been begun. The cook fetches the order in one critical section and marks it as begun in the
 * next: who takes it back in between frees it under the cook's hands.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct order {
    bool is_begun;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct order *box;

static void *cook(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    struct order *order = box;
    pthread_mutex_unlock(&lock);
    pthread_mutex_lock(&lock);
    if (order != NULL)
        order->is_begun = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    box = calloc(1, sizeof *box);
    pthread_create(&thread, NULL, cook, NULL);
    pthread_mutex_lock(&lock);
    struct order *mine = box;
    bool is_begun = mine->is_begun;
    box = NULL;
    if (!is_begun)
        free(mine);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    if (is_begun)
        free(mine);
    return 0;
}
