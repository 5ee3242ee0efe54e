/* Two tellers move money between two accounts, in opposite directions.
 *
 * expect: deadlock at 25
 *
 * Each teller locks the account that gives, then the one that takes. Once each holds its first
 * lock, each waits for the one that the other holds, for ever. Were both to lock the account with
 * the lower number first, no such circle could close.
 */
#include <pthread.h>
#include <stdio.h>

struct account {
    pthread_mutex_t lock;
    int balance;
};

static struct account accounts[2] = {
    {PTHREAD_MUTEX_INITIALIZER, 100},
    {PTHREAD_MUTEX_INITIALIZER, 100},
};

static void transfer(struct account *from, struct account *to, int amount)
{
    pthread_mutex_lock(&from->lock);
    pthread_mutex_lock(&to->lock);
    from->balance -= amount;
    to->balance += amount;
    pthread_mutex_unlock(&to->lock);
    pthread_mutex_unlock(&from->lock);
}

static void *teller(void *account)
{
    struct account *from = account;
    transfer(from, from == &accounts[0] ? &accounts[1] : &accounts[0], 10);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, teller, &accounts[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d and %d\n", accounts[0].balance, accounts[1].balance);
    return 0;
}
