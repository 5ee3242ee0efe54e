/* A patient reports at the door and then at the desk; main closes the desk when all have come.
 *
 * expect: use after destroy at 18
 *
 * Main takes the patients at the door for patients who are through. One who is slow between door
 * and desk posts to a semaphore that is gone. Wait for the last use, best of all by a join.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static sem_t door, desk;

static void *patient(void *unused)
{
    (void)unused;
    sem_post(&door);
    sem_post(&desk);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    sem_init(&door, 0, 0);
    sem_init(&desk, 0, 0);
    pthread_create(&thread, NULL, patient, NULL);
    sem_wait(&door);
    sem_destroy(&desk);
    pthread_join(thread, NULL);
    sem_destroy(&door);
    puts("The desk is closed.");
    return 0;
}
