/* Two threads share a block, and the one that lets go last frees it.
 *
 * expect: leak at 36
 *
 * Letting go reads the count in one critical section and writes it in another. When both read 2,
 * both write 1, neither is the last, and the block is never freed.
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int users = 2;

static int count_users(void)
{
    pthread_mutex_lock(&lock);
    int count = users;
    pthread_mutex_unlock(&lock);
    return count;
}

static void *user(void *block)
{
    int left = count_users() - 1;
    pthread_mutex_lock(&lock);
    users = left;
    pthread_mutex_unlock(&lock);
    if (left == 0)
        free(block);
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
