/* A buyer takes an apple from the shop unless the owner has closed it.
 *
 * expect: double unlock at 27
 *
 * The path for the closed shop unlocks before it reports, and then falls into the unlock that all
 * paths share. The second one gives back what is not held: undefined, and fatal once a third
 * thread has the lock by then. It bites when the owner comes first.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_closed;
static int apples = 5;

static void *buyer(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    if (is_closed) {
        pthread_mutex_unlock(&lock);
        puts("The shop is closed.");
    } else {
        apples--;
    }
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *owner(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    is_closed = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, buyer, NULL);
    pthread_create(&threads[1], NULL, owner, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d apples left\n", apples);
    return 0;
}
