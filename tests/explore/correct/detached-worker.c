/* Main leaves a worker to itself and ends when the worker says that its work is done.
 *
 * Right because to say so is the last thing that the worker does: when main returns and the process
 * ends, nothing is cut short. The semaphore is never destroyed, since the worker may still be in
 * sem_post.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t done;
static int result;

static void *worker(void *unused)
{
    (void)unused;
    result = 17;
    sem_post(&done);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    sem_init(&done, 0, 0);
    pthread_create(&thread, NULL, worker, NULL);
    pthread_detach(thread);
    sem_wait(&done);
    printf("%d\n", result);
    return 0;
}
