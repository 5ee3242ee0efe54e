/* starving.c: readers who turn many pages, and a writer who never gets the board. */
#include <pthread.h>
#include <semaphore.h>
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t board;
static int readers;
static int is_last;
static int read_once(void)
{
    pthread_mutex_lock(&lock);
    if (readers++ == 0)
        sem_wait(&board);
    int last = is_last;
    pthread_mutex_unlock(&lock);
    for (int page = 0; page < 8; page++) {
        pthread_mutex_lock(&lock);
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    if (--readers == 0)
        sem_post(&board);
    pthread_mutex_unlock(&lock);
    return last;
}
static void *reader(void *unused)
{
    while (!read_once())
        ;
    return unused;
}
int main(void)
{
    pthread_t all[2];
    sem_init(&board, 0, 1);
    for (int i = 0; i < 2; i++)
        pthread_create(&all[i], NULL, reader, NULL);
    sem_wait(&board);
    is_last = 1;
    sem_post(&board);
    for (int i = 0; i < 2; i++)
        pthread_join(all[i], NULL);
    return 0;
}
