/* Two threads share a block of memory and count themselves out; the last one frees it.
 *
 * expect: double free at 23
 *
 * Counting and looking at the count are two critical sections. When both count themselves out
 * before either looks, both see zero and both free. The look belongs into the section that counts:
 * `bool is_last = --users == 0;`.
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int users = 2;

static void *user(void *block)
{
    pthread_mutex_lock(&lock);
    users--;
    pthread_mutex_unlock(&lock);

    pthread_mutex_lock(&lock);
    if (users == 0)
        free(block);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    void *block = malloc(16);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, user, block);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
