/* A server in `while (1)` and a client that never stops to ask: the usual shape of an exercise that
 * is ended by Ctrl-C.
 *
 * expect: bounded
 */
#include <pthread.h>
#include <semaphore.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t requests, answers;
static unsigned long served;

static void *server(void *unused)
{
    (void)unused;
    while (1) {
        sem_wait(&requests);
        pthread_mutex_lock(&lock);
        served++;
        pthread_mutex_unlock(&lock);
        sem_post(&answers);
    }
    return NULL;
}

static void *client(void *unused)
{
    (void)unused;
    while (1) {
        sem_post(&requests);
        sem_wait(&answers);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&requests, 0, 0);
    sem_init(&answers, 0, 0);
    pthread_create(&threads[0], NULL, server, NULL);
    pthread_create(&threads[1], NULL, client, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
