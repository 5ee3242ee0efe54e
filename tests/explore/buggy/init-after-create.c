/* Main starts a thread that waits for the starting shot.
 *
 * expect: use before initialisation at 17
 *
 * The pistol is made after the thread. A thread may run as soon as it is created, even before
 * pthread_create returns: what it uses has to be there before.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t shot;

static void *runner(void *unused)
{
    (void)unused;
    sem_wait(&shot);
    puts("The runner starts.");
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, runner, NULL);
    sem_init(&shot, 0, 0);
    sem_post(&shot);
    pthread_join(thread, NULL);
    sem_destroy(&shot);
    return 0;
}
