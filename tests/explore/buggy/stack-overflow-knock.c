/* The host opens the door unless the porter has locked up; main knocks until somebody opens.
 *
 * expect: stack overflow at 17 or 20
 *
 * To knock again the function calls itself. When the porter comes before the host nobody ever
 * opens, and each knock takes a piece of the stack until none is left. Recursion needs an end that
 * it comes nearer to by itself.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_open, is_locked;

static int knock(void)
{
    if (is_open)
        return 1;
    return 1 + knock();
}

static void *host(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    if (!is_locked)
        is_open = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *porter(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    is_locked = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, host, NULL);
    pthread_create(&threads[1], NULL, porter, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d knocks\n", knock());
    return 0;
}
