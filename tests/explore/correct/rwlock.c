/* Two readers look at a pair of numbers that main changes under a read-write lock.
 *
 * Right because readers exclude the writer, though not each other: whatever a reader sees was
 * there before the change or after it, and both numbers are of the same time.
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>

enum { READERS = 2 };

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int price = 10, price_with_tax = 12;

static void *reader(void *unused)
{
    (void)unused;
    pthread_rwlock_rdlock(&lock);
    assert(price_with_tax == price + price / 5);
    pthread_rwlock_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[READERS];
    for (int i = 0; i < READERS; i++)
        pthread_create(&threads[i], NULL, reader, NULL);
    pthread_rwlock_wrlock(&lock);
    price = 20;
    price_with_tax = 24;
    pthread_rwlock_unlock(&lock);
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    pthread_rwlock_destroy(&lock);
    printf("%d %d\n", price, price_with_tax);
    return 0;
}
