/* The table of primes is made when somebody first asks for it, and only once.
 *
 * expect: data race at 18 or 24
 *
 * "Double-checked locking": the first look at `table` is without the lock, to save time. That read
 * races with the write of a thread that is inside, and nothing says that what the pointer leads to
 * is seen as soon as the pointer is. An _Atomic pointer makes it right; so does pthread_once.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *table;

static int *primes(void)
{
    if (table == NULL) {
        pthread_mutex_lock(&lock);
        if (table == NULL) {
            int *made = calloc(2, sizeof *made);
            made[0] = 2;
            made[1] = 3;
            table = made;
        }
        pthread_mutex_unlock(&lock);
    }
    return table;
}

static void *reader(void *sum)
{
    *(int *)sum = primes()[0] + primes()[1];
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int sums[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, reader, &sums[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d\n", sums[0], sums[1]);
    free(table);
    return 0;
}
