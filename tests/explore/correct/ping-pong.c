/* Two players hit a ball to and fro, three times each.
 *
 * Right because each waits for its own semaphore and posts the other's: exactly one of them can go
 * on at any time, so the ball needs no lock, and there is one schedule only.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

enum { ROUNDS = 3 };

static sem_t ping, pong;
static int hits;

static void *player(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        sem_wait(&ping);
        hits++;
        sem_post(&pong);
    }
    return NULL;
}

int main(void)
{
    pthread_t thread;
    sem_init(&ping, 0, 0);
    sem_init(&pong, 0, 0);
    pthread_create(&thread, NULL, player, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        hits++;
        sem_post(&ping);
        sem_wait(&pong);
    }
    pthread_join(thread, NULL);
    sem_destroy(&ping);
    sem_destroy(&pong);
    printf("%d hits\n", hits);
    return 0;
}
