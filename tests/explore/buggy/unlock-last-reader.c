/* Two readers share a room: the first to come in locks it, the last to leave unlocks it.
 *
 * expect: unlock by a non-owner at 28
 *
 * When the first leaves before the second, the second unlocks what the first has locked. A mutex
 * belongs to the thread that locked it, and nobody else may unlock it; a semaphore belongs to
 * nobody and is right here (../correct/readers-writers.c).
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t count_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t room = PTHREAD_MUTEX_INITIALIZER;
static int inside;

static void enter(void)
{
    pthread_mutex_lock(&count_lock);
    if (++inside == 1)
        pthread_mutex_lock(&room);
    pthread_mutex_unlock(&count_lock);
}

static void leave(void)
{
    pthread_mutex_lock(&count_lock);
    if (--inside == 0)
        pthread_mutex_unlock(&room);
    pthread_mutex_unlock(&count_lock);
}

static void *reader(void *unused)
{
    (void)unused;
    enter();
    leave();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, reader, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("The room is empty.");
    return 0;
}
