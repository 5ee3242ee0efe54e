/* Two clerks sell seats of one row: each looks for a free seat and sells it.
 *
 * expect: invariant at 21
 * options: --invariant seats_add_up
 *
 * To look and to sell are two critical sections. When both look first, both find the same seat: two
 * tickets are sold and one seat is taken. No guest complains in most runs; the invariant compares
 * what two variables say about the same thing.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

enum { SEATS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_taken[SEATS];
static int sold;

bool seats_add_up(void)
{
    int taken = 0;
    for (int seat = 0; seat < SEATS; seat++)
        taken += is_taken[seat];
    return taken == sold;
}

static int find_seat(void)
{
    pthread_mutex_lock(&lock);
    int seat = is_taken[0] ? 1 : 0;
    pthread_mutex_unlock(&lock);
    return seat;
}

static void *clerk(void *unused)
{
    (void)unused;
    int seat = find_seat();
    pthread_mutex_lock(&lock);
    is_taken[seat] = true;
    sold++;
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
    printf("%d sold\n", sold);
    return 0;
}
