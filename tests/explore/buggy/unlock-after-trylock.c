/* A hurried visitor signs the guest book if it is free; the owner reads in it.
 *
 * expect: unlock by a non-owner at 19
 *
 * The visitor skips the signature when the book is taken, but gives back the lock in any case: the
 * owner's lock, while the owner reads. Who unlocks must have locked.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t book = PTHREAD_MUTEX_INITIALIZER;
static int signatures;

static void *visitor(void *unused)
{
    (void)unused;
    if (pthread_mutex_trylock(&book) == 0)
        signatures++;
    pthread_mutex_unlock(&book);
    return NULL;
}

static void *owner(void *seen)
{
    pthread_mutex_lock(&book);
    *(int *)seen = signatures;
    pthread_mutex_unlock(&book);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int seen;
    pthread_create(&threads[0], NULL, visitor, NULL);
    pthread_create(&threads[1], NULL, owner, &seen);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("The owner saw %d signatures.\n", seen);
    return 0;
}
