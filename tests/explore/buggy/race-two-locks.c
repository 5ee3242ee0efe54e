/* A seller takes goods from the shelf while a supplier fills it.
 *
 * expect: data race at 19 or 28
 *
 * Both hold a lock while they change the stock, but not the same one: two locks exclude nobody.
 * The seller may read the stock while the supplier is between reading and writing it.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t sales_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t supply_lock = PTHREAD_MUTEX_INITIALIZER;
static int stock = 10;

static void *seller(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&sales_lock);
    stock -= 3;
    pthread_mutex_unlock(&sales_lock);
    return NULL;
}

static void *supplier(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&supply_lock);
    stock += 5;
    pthread_mutex_unlock(&supply_lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, seller, NULL);
    pthread_create(&threads[1], NULL, supplier, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d in stock\n", stock);
    return 0;
}
