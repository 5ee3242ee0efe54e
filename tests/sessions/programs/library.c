/* library.c: readers share a catalogue under a reader-writer lock and meet at a barrier while they
 * hold it; a third never comes, because a writer has to be first. One thread is to open the library,
 * and another waits for a time only. */
#include <pthread.h>
#include <time.h>
#include <unistd.h>

pthread_rwlock_t catalogue = PTHREAD_RWLOCK_INITIALIZER;
pthread_barrier_t table;
pthread_once_t opening = PTHREAD_ONCE_INIT;
pthread_mutex_t bell_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t bell = PTHREAD_COND_INITIALIZER;

static void open_library(void)
{
    sleep(1);
}

static void *reader(void *unused)
{
    pthread_once(&opening, open_library);
    pthread_rwlock_rdlock(&catalogue);
    pthread_barrier_wait(&table);
    pthread_rwlock_unlock(&catalogue);
    return unused;
}

static void *writer(void *unused)
{
    sleep(2);
    pthread_rwlock_wrlock(&catalogue);
    pthread_rwlock_unlock(&catalogue);
    return unused;
}

static void *porter(void *unused)
{
    struct timespec closing = {.tv_sec = time(NULL) + 60};
    pthread_mutex_lock(&bell_lock);
    pthread_cond_timedwait(&bell, &bell_lock, &closing);
    pthread_mutex_unlock(&bell_lock);
    return unused;
}

int main(void)
{
    pthread_t threads[4];
    pthread_barrier_init(&table, NULL, 3);
    pthread_create(&threads[0], NULL, reader, NULL);
    pthread_create(&threads[1], NULL, reader, NULL);
    pthread_create(&threads[2], NULL, writer, NULL);
    pthread_create(&threads[3], NULL, porter, NULL);
    pthread_cond_signal(&bell);
    for (int index = 0; index < 4; index++)
        pthread_join(threads[index], NULL);
    return 0;
}
