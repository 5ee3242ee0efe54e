/* Two threads meet: neither goes on before the other one has come.
 *
 * Right because each says that it is there before it waits for the other. To wait first and post
 * then would be a deadlock.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t came[2];
static int gifts[2], received[2];

static void *guest(void *gift)
{
    int me = (int)((int *)gift - gifts), other = 1 - me;
    gifts[me] = me + 1;
    sem_post(&came[me]);
    sem_wait(&came[other]);
    received[me] = gifts[other];
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        sem_init(&came[i], 0, 0);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, guest, &gifts[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < 2; i++)
        sem_destroy(&came[i]);
    printf("%d %d\n", received[0], received[1]);
    return 0;
}
