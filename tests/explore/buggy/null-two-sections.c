/* A reader shows the message of the day while another thread takes it down.
 *
 * expect: null pointer at 29
 *
 * The reader looks under the lock whether there is a message, and reads it under the lock, but has
 * given the lock back in between: the message may be gone by then. What was looked at has to stay
 * locked until it has been used.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *message = "Lecture in room 5";

static bool has_message(void)
{
    pthread_mutex_lock(&lock);
    bool is_there = message != NULL;
    pthread_mutex_unlock(&lock);
    return is_there;
}

static void *reader(void *initial)
{
    if (!has_message())
        return NULL;
    pthread_mutex_lock(&lock);
    *(char *)initial = message[0];
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *remover(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    message = NULL;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    char initial = '-';
    pthread_create(&threads[0], NULL, reader, &initial);
    pthread_create(&threads[1], NULL, remover, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%c\n", initial);
    return 0;
}
