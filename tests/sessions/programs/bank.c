/* bank.c: two transfers, in both directions, between accounts that one line of source allocates. */
#include <pthread.h>
#include <stdlib.h>
struct account {
    long balance;
    pthread_mutex_t lock;
};
static struct account *accounts[2];
static struct account *make(void)
{
    struct account *account = malloc(sizeof *account);
    account->balance = 10;
    pthread_mutex_init(&account->lock, NULL);
    return account;
}
static void *move(void *from)
{
    struct account *a = accounts[from != NULL], *b = accounts[from == NULL];
    pthread_mutex_lock(&a->lock);
    pthread_mutex_lock(&b->lock);
    a->balance--, b->balance++;
    pthread_mutex_unlock(&b->lock);
    pthread_mutex_unlock(&a->lock);
    return NULL;
}
int main(void)
{
    pthread_t one, two;
    accounts[0] = make();
    accounts[1] = make();
    pthread_create(&one, NULL, move, NULL);
    pthread_create(&two, NULL, move, accounts);
    pthread_join(one, NULL);
    pthread_join(two, NULL);
    free(accounts[0]);
    free(accounts[1]);
    return 0;
}
