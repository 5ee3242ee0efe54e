/* waits.c: a thread for each way to wait. Each comes to its wait and stays there. */
#define _XOPEN_SOURCE 700
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>
static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER, dusk = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t dawn = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t board = PTHREAD_RWLOCK_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_barrier_t start_line;
static sem_t bell;
static atomic_int flag;
static void *holds_mutex(void *unused)
{
    pthread_mutex_lock(&door);
    sem_wait(&bell);
    pthread_mutex_unlock(&door);
    return unused;
}
static void *wants_mutex(void *unused)
{
    pthread_mutex_lock(&door);
    return unused;
}
static void *wants_signal(void *unused)
{
    pthread_mutex_lock(&dusk);
    pthread_cond_wait(&dawn, &dusk);
    return unused;
}
static void *signals(void *unused)
{
    pthread_cond_signal(&dawn);
    return unused;
}
static void *arrives(void *unused)
{
    pthread_barrier_wait(&start_line);
    return unused;
}
static void *reads(void *unused)
{
    pthread_rwlock_rdlock(&board);
    sleep(2);
    return unused;
}
static void *writes(void *unused)
{
    pthread_rwlock_wrlock(&board);
    return unused;
}
static void *is_patient(void *unused)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec++;
    sem_timedwait(&bell, &time);
    return unused;
}
static void *spins(void *unused)
{
    while (!flag)
        sched_yield();
    return unused;
}
static void wait_for_bell(void)
{
    sem_wait(&bell);
}
static void *does_once(void *unused)
{
    pthread_once(&once, wait_for_bell);
    return unused;
}
int main(void)
{
    static void *(*const all[])(void *) = {holds_mutex, wants_mutex, wants_signal, signals,
                                           arrives,     reads,       writes,       is_patient,
                                           spins,       does_once,   does_once};
    enum { THREADS = sizeof all / sizeof all[0] };
    pthread_t threads[THREADS];
    sem_init(&bell, 0, 0);
    pthread_barrier_init(&start_line, NULL, 2);
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, all[i], NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
