/* Two searchers look for a key; both meet at the end of the day and compare notes.
 *
 * expect: deadlock at 20 or 40
 *
 * A searcher who hears that the key was found goes home at once. When the other found it before he
 * began, he never comes to the meeting, and the finder waits there for ever: a barrier for two
 * needs two, whatever happened before.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static pthread_barrier_t meeting;
static atomic_int found;

static void *finder(void *unused)
{
    (void)unused;
    atomic_store(&found, 1);
    pthread_barrier_wait(&meeting);
    return NULL;
}

static void *searcher(void *unused)
{
    (void)unused;
    if (atomic_load(&found))
        return NULL;
    pthread_barrier_wait(&meeting);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_barrier_init(&meeting, NULL, 2);
    pthread_create(&threads[0], NULL, searcher, NULL);
    pthread_create(&threads[1], NULL, finder, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&meeting);
    puts("The key is found.");
    return 0;
}
