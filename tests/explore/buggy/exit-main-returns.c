/* Two detached clerks each save a file; main ends when the files are saved.
 *
 * expect: exit with threads alive at 32 or 33
 *
 * Main waits for one clerk only. To return from main is to call exit: it ends the program with all
 * its threads, and the other clerk's file is lost if that clerk was slower.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static sem_t saved;
static atomic_int files;

static void *clerk(void *unused)
{
    (void)unused;
    atomic_fetch_add(&files, 1);
    sem_post(&saved);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    sem_init(&saved, 0, 0);
    for (int i = 0; i < 2; i++) {
        pthread_create(&thread, NULL, clerk, NULL);
        pthread_detach(thread);
    }
    sem_wait(&saved);
    return 0;
}
