/* Two clerks move money from the till to the safe; the sum of both stays the same.
 *
 * expect: invariant at 18
 * options: --invariant money_is_kept
 *
 * A clerk reads the till under the lock, thinks without it, and writes under the lock. When both
 * read before either writes, the till loses 10 and the safe gains 20. The invariant says what has
 * to hold in the end, whoever came first.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int till = 100, safe;

bool money_is_kept(void)
{
    return till + safe == 100;
}

static int look_into_till(void)
{
    pthread_mutex_lock(&lock);
    int found = till;
    pthread_mutex_unlock(&lock);
    return found;
}

static void *clerk(void *unused)
{
    (void)unused;
    int found = look_into_till();
    pthread_mutex_lock(&lock);
    till = found - 10;
    safe += 10;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, clerk, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d in the till, %d in the safe\n", till, safe);
    return 0;
}
