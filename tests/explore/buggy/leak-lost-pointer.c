/* Two threads need a buffer; who finds none makes it, and main frees it at the end.
 *
 * expect: leak at 29
 *
 * Each looks for the buffer in one critical section and puts its own there in another. When both
 * look before either puts, two buffers are made, and the pointer to the first one is written over:
 * nobody can free it any more.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *buffer;

static bool has_buffer(void)
{
    pthread_mutex_lock(&lock);
    bool is_there = buffer != NULL;
    pthread_mutex_unlock(&lock);
    return is_there;
}

static void *user(void *unused)
{
    (void)unused;
    if (has_buffer())
        return NULL;
    char *made = malloc(64);
    pthread_mutex_lock(&lock);
    buffer = made;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, user, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    free(buffer);
    return 0;
}
