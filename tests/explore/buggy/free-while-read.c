/* A reader follows the first entry of a list while another thread removes it.
 *
 * expect: use after free at 33
 *
 * The reader fetches the pointer under the lock, gives the lock back, takes it again and follows
 * the pointer. In between the remover may have freed what it leads to. The lock has to cover the
 * whole use, or the entry needs a count of its users.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct entry {
    int value;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry *first;

static struct entry *find(void)
{
    pthread_mutex_lock(&lock);
    struct entry *found = first;
    pthread_mutex_unlock(&lock);
    return found;
}

static void *reader(void *seen)
{
    struct entry *entry = find();
    pthread_mutex_lock(&lock);
    if (entry != NULL)
        *(int *)seen = entry->value;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *remover(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    free(first);
    first = NULL;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int seen = 0;
    first = malloc(sizeof *first);
    first->value = 5;
    pthread_create(&threads[0], NULL, reader, &seen);
    pthread_create(&threads[1], NULL, remover, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", seen);
    return 0;
}
