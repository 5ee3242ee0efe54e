/* A switch is turned by two hands; a guard aborts the program where it finds it half-way.
 *
 * expect: abort at 41
 *
 * The switch goes from 0 over 1 to 2 in two critical sections. "That cannot happen", says the
 * guard's last branch; between the two sections it does.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int position;

static void turn(void)
{
    pthread_mutex_lock(&lock);
    position++;
    pthread_mutex_unlock(&lock);
}

static void *hand(void *unused)
{
    (void)unused;
    turn();
    turn();
    return NULL;
}

static void *guard(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    int seen = position;
    pthread_mutex_unlock(&lock);
    if (seen == 0)
        puts("off");
    else if (seen == 2)
        puts("on");
    else
        abort();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, hand, NULL);
    pthread_create(&threads[1], NULL, guard, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
