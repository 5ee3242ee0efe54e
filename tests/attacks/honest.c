
/* Stands behind the solution of lab 1, in a file that begins with a byte order mark. */
#include <pthread.h>

static double größe(double number)
{
    return number + 1.0;
}

static void *work(void *argument)
{
    free(argument);
    return NULL;
}

void start_and_end(void)
{
    pthread_t thread;
    static struct request one, other;
    one = other;
    if (pthread_create(&thread, NULL, work, NULL) == 0)
        pthread_join(thread, NULL);
    pthread_cleanup_push(free, NULL);
    pthread_cleanup_pop(0);
    one.id = (int)größe(one.size);
}
