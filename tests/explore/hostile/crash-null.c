/* One of two threads writes through a null pointer, in every schedule.
 *
 * expect: null pointer
 */
#include <pthread.h>
#include <stddef.h>

static int *volatile nowhere;

static void *writer(void *unused)
{
    (void)unused;
    *nowhere = 1;
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, writer, NULL);
    pthread_join(thread, NULL);
    return 0;
}
