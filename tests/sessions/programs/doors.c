/* doors.c: two threads wait for one signal; whom it wakes is nobody's choice but the system's. */
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;

static void *visitor(void *unused)
{
    pthread_mutex_lock(&lock);
    pthread_cond_wait(&opened, &lock);
    pthread_mutex_unlock(&lock);
    return unused;
}

int main(void)
{
    pthread_t visitors[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&visitors[i], NULL, visitor, NULL);
    pthread_cond_signal(&opened);
    pthread_cond_signal(&opened);
    pthread_join(visitors[0], NULL);
    pthread_join(visitors[1], NULL);
    return 0;
}
