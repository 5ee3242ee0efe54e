/* Two readers follow a notice board until the writer puts up the last notice.
 *
 * expect: starvation at 52
 *
 * The first reader in closes the board for the writer, the last one out opens it. When the two
 * take turns so that there is always one inside, the board never opens: the readers go on and on,
 * and the writer starves. A turnstile that a waiting writer closes behind it would help.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t board;
static int readers;
static bool is_last;

static void enter(void)
{
    pthread_mutex_lock(&lock);
    if (++readers == 1)
        sem_wait(&board);
    pthread_mutex_unlock(&lock);
}

static void leave(void)
{
    pthread_mutex_lock(&lock);
    if (--readers == 0)
        sem_post(&board);
    pthread_mutex_unlock(&lock);
}

static void *reader(void *unused)
{
    (void)unused;
    for (bool seen = false; !seen;) {
        enter();
        seen = is_last;
        leave();
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&board, 0, 1);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, reader, NULL);
    sem_wait(&board);
    is_last = true;
    sem_post(&board);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    sem_destroy(&board);
    puts("All have read the last notice.");
    return 0;
}
