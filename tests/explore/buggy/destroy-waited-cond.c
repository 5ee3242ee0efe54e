/* Two guests wait until main opens the door; then main takes the doorbell down.
 *
 * expect: destroyed while in use at 36
 *
 * Main wakes one guest, and destroys the condition while the other one still waits on it: that one
 * is never woken, and what it does on waking is undefined. Wake all, join, and then destroy.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened;
static bool is_open;

static void *guest(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    while (!is_open)
        pthread_cond_wait(&opened, &lock);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_cond_init(&opened, NULL);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, guest, NULL);
    pthread_mutex_lock(&lock);
    is_open = true;
    pthread_cond_signal(&opened);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&opened);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("The guests are in.");
    return 0;
}
