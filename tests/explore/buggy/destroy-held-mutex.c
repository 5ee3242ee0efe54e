/* Main lends a worker a lock on its own stack, and clears it away when the worker is done.
 *
 * expect: destroyed while in use at 36
 *
 * The worker says "done" before it unlocks. When main goes on in between, it destroys a mutex that
 * is held. Say so after the last use - or better, join first and then destroy.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

struct desk {
    pthread_mutex_t lock;
    sem_t done;
    int letters;
};

static void *worker(void *argument)
{
    struct desk *desk = argument;
    pthread_mutex_lock(&desk->lock);
    desk->letters++;
    sem_post(&desk->done);
    pthread_mutex_unlock(&desk->lock);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    struct desk desk = {.letters = 0};
    pthread_mutex_init(&desk.lock, NULL);
    sem_init(&desk.done, 0, 0);
    pthread_create(&thread, NULL, worker, &desk);
    sem_wait(&desk.done);
    pthread_mutex_destroy(&desk.lock);
    pthread_join(thread, NULL);
    sem_destroy(&desk.done);
    printf("%d letters written\n", desk.letters);
    return 0;
}
