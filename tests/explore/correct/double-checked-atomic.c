/* The table of primes is made when somebody first asks for it, and only once.
 *
 * Right because the pointer is atomic: who sees it without the lock sees what was written before it
 * was stored (release), since the read is an acquire. ../buggy/race-lazy.c has a plain pointer.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int *_Atomic table;

static int *make_table(void)
{
    int *made = calloc(2, sizeof *made);
    made[0] = 2;
    made[1] = 3;
    return made;
}

static const int *primes(void)
{
    int *found = atomic_load_explicit(&table, memory_order_acquire);
    if (found == NULL) {
        pthread_mutex_lock(&lock);
        found = atomic_load_explicit(&table, memory_order_relaxed);
        if (found == NULL) {
            found = make_table();
            atomic_store_explicit(&table, found, memory_order_release);
        }
        pthread_mutex_unlock(&lock);
    }
    return found;
}

static void *reader(void *sum)
{
    const int *found = primes();
    *(int *)sum = found[0] + found[1];
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
    free(atomic_load(&table));
    printf("%d %d\n", sums[0], sums[1]);
    return 0;
}
