/* Each thread notes its errors in a block of its own, which is freed when the thread ends.
 *
 * Right because a key has a value for each thread, so no lock is needed, and the destructor that
 * belongs to the key frees what each thread has put there.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 2 };

static pthread_key_t errors;
static atomic_int freed;

static void discard(void *block)
{
    free(block);
    atomic_fetch_add(&freed, 1);
}

static void note_error(void)
{
    int *count = pthread_getspecific(errors);
    if (count == NULL) {
        count = calloc(1, sizeof *count);
        pthread_setspecific(errors, count);
    }
    ++*count;
}

static void *worker(void *seen)
{
    note_error();
    note_error();
    *(int *)seen = *(int *)pthread_getspecific(errors);
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int seen[THREADS];
    pthread_key_create(&errors, discard);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, worker, &seen[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    pthread_key_delete(errors);
    printf("%d %d, %d freed\n", seen[0], seen[1], atomic_load(&freed));
    return 0;
}
