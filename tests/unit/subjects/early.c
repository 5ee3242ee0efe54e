/* early.c: a program whose constructor does what only a thread can. */
#include <pthread.h>
#include <stddef.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void)
{
    pthread_mutex_init(&lock, NULL);
    pthread_mutex_lock(&lock);
}

int main(void)
{
    return 0;
}
