/* held-lock.c: a thread goes to sleep with a lock in its hand.
 *
 * Meant: main puts a request on the desk and waits for the clerk, who takes it from there.
 * Wrong: main holds the desk's lock while it waits, so the clerk cannot get at the desk, and never
 * answers. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>

static int requests, done;
static pthread_mutex_t desk = PTHREAD_MUTEX_INITIALIZER;
static sem_t asked, answered;

static void *clerk(void *unused)
{
    sem_wait(&asked);
    pthread_mutex_lock(&desk);
    requests--;
    done++;
    pthread_mutex_unlock(&desk);
    sem_post(&answered);
    return unused;
}

int main(void)
{
    pthread_t thread;
    sem_init(&asked, 0, 0);
    sem_init(&answered, 0, 0);
    pthread_create(&thread, NULL, clerk, NULL);

    pthread_mutex_lock(&desk);
    requests++;
    sem_post(&asked);
    sem_wait(&answered);
    printf("%d done\n", done);
    pthread_mutex_unlock(&desk);

    pthread_join(thread, NULL);
    return 0;
}
