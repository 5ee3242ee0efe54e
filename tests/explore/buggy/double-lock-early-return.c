/* A collector empties the letter box, and once more at the end of the day; the sender posts.
 *
 * expect: double lock at 17
 *
 * Where the box is empty collect() returns at once, with the lock still held. The second time the
 * collector waits for a lock that is the collector's own. It bites when the collector comes before
 * the sender. One way out of a function, or an unlock on each.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int letters;

static int collect(void)
{
    pthread_mutex_lock(&lock);
    if (letters == 0)
        return 0;
    int collected = letters;
    letters = 0;
    pthread_mutex_unlock(&lock);
    return collected;
}

static void *sender(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    letters += 3;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *collector(void *collected)
{
    int *total = collected;
    *total = collect();
    if (*total == 0)
        *total = collect();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int collected;
    pthread_create(&threads[0], NULL, sender, NULL);
    pthread_create(&threads[1], NULL, collector, &collected);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d letters collected\n", collected);
    return 0;
}
