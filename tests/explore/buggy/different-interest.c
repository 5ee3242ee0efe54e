/* The bank adds interest of ten per cent, and the owner pays in 100.
 *
 * expect: different results at 40 or 41
 * options: --same-output
 *
 * Each is done under the lock and all in one piece, but the two do not commute: 1200 when the bank
 * comes first, 1210 when the owner does. A lock makes steps whole, it does not order them.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 1000;

static void *bank(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    balance += balance / 10;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *owner(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    balance += 100;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, bank, NULL);
    pthread_create(&threads[1], NULL, owner, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", balance);
    return 0;
}
