/* Two cleaners empty a slot: who finds something in it frees it.
 *
 * expect: double free at 26
 *
 * The slot is read in one critical section and cleared in another one after the block was freed.
 * In between the second cleaner finds the same pointer. An atomic exchange with NULL, or one
 * section for both steps, gives the block to one of them.
 */
#include <pthread.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *slot;

static char *look(void)
{
    pthread_mutex_lock(&lock);
    char *found = slot;
    pthread_mutex_unlock(&lock);
    return found;
}

static void discard(char *block)
{
    pthread_mutex_lock(&lock);
    free(block);
    slot = NULL;
    pthread_mutex_unlock(&lock);
}

static void *cleaner(void *unused)
{
    (void)unused;
    char *found = look();
    if (found != NULL)
        discard(found);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    slot = malloc(8);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, cleaner, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
