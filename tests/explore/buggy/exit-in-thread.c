/* A reader takes what a writer has written, and gives up when there is nothing.
 *
 * expect: exit with threads alive at 32
 *
 * exit() ends the program, not the thread. When the reader comes first, it takes the writer along,
 * whose work is not done, and main's report is never printed. A thread gives up by returning.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_written;

static void *writer(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    is_written = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *reader(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    bool found = is_written;
    pthread_mutex_unlock(&lock);
    if (!found)
        exit(EXIT_FAILURE);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, writer, NULL);
    pthread_create(&threads[1], NULL, reader, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("Written and read.");
    return EXIT_SUCCESS;
}
