/* Two threads need settings that are read once.
 *
 * Right because pthread_once runs the function for the first caller and lets the others wait until
 * it is through; the settings then never change.
 */
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 2 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int volume, loads;

static void load_settings(void)
{
    volume = 7;
    loads++;
}

static void *user(void *heard)
{
    pthread_once(&once, load_settings);
    *(int *)heard = volume;
    return NULL;
}

int main(void)
{
    pthread_t threads[THREADS];
    int heard[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, user, &heard[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d, loaded %d time\n", heard[0], heard[1], loads);
    return 0;
}
