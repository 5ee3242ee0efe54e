/* One of two threads recurses without end in small frames while the other one uses the lock.
 *
 * expect: stack overflow
 */
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int uses;

static int deeper(int depth)
{
    return depth < 0 ? 0 : depth + deeper(depth + 1);
}

static void *recurse(void *result)
{
    *(int *)result = deeper(0);
    return NULL;
}

static void *use_lock(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    uses++;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int result;
    pthread_create(&threads[0], NULL, recurse, &result);
    pthread_create(&threads[1], NULL, use_lock, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
