/* Two workers write their results into an array, in the order in which they finish, and main adds
 * up what they say they have written.
 *
 * expect: uninitialised read at 48
 *
 * A worker claims a place by reading the count, and raises the count in a second critical section
 * after it has written. When both claim before either raises, both write into place 0, place 1 is
 * never written, and the count says 2.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORKERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *results, count;

static int claim(void)
{
    pthread_mutex_lock(&lock);
    int place = count;
    pthread_mutex_unlock(&lock);
    return place;
}

static void *worker(void *unused)
{
    (void)unused;
    int place = claim();
    pthread_mutex_lock(&lock);
    results[place] = 21;
    count++;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[WORKERS];
    results = malloc(WORKERS * sizeof *results);
    for (int i = 0; i < WORKERS; i++)
        pthread_create(&threads[i], NULL, worker, NULL);
    for (int i = 0; i < WORKERS; i++)
        pthread_join(threads[i], NULL);
    int sum = 0;
    for (int i = 0; i < count; i++)
        sum += results[i];
    printf("%d\n", sum);
    free(results);
    return 0;
}
