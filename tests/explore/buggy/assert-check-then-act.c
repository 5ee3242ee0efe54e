/* Two people draw from one account with 100 on it, each 70, if there is enough.
 *
 * expect: assertion at 29
 *
 * Look and withdrawal are each under the lock, but the lock is given back in between. When both
 * look before either draws, both find enough, and the account goes below zero. No data race: a lock
 * protects data, and it is the programmer who says which steps belong together.
 */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int balance = 100;

static bool has_enough(int amount)
{
    pthread_mutex_lock(&lock);
    bool enough = balance >= amount;
    pthread_mutex_unlock(&lock);
    return enough;
}

static void withdraw(int amount)
{
    pthread_mutex_lock(&lock);
    balance -= amount;
    assert(balance >= 0);
    pthread_mutex_unlock(&lock);
}

static void *person(void *unused)
{
    (void)unused;
    if (has_enough(70))
        withdraw(70);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, person, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d left\n", balance);
    return 0;
}
