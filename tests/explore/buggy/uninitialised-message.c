/* A writer hands a message to a reader.
 *
 * expect: uninitialised read at 38
 *
 * The writer hangs up the message in one critical section and fills it in the next. A reader who
 * comes in between reads whatever was left in the memory that malloc gave. Fill first, then hang
 * up.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct message {
    int number;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct message *board;

static void *writer(void *unused)
{
    (void)unused;
    struct message *message = malloc(sizeof *message);
    pthread_mutex_lock(&lock);
    board = message;
    pthread_mutex_unlock(&lock);

    pthread_mutex_lock(&lock);
    message->number = 9;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void *reader(void *seen)
{
    pthread_mutex_lock(&lock);
    if (board != NULL)
        *(int *)seen = board->number;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int seen = 0;
    pthread_create(&threads[0], NULL, writer, NULL);
    pthread_create(&threads[1], NULL, reader, &seen);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d\n", seen);
    free(board);
    return 0;
}
