/* Two threads sleep, count and sleep again, for ever.
 *
 * expect: bounded
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

static atomic_ulong naps;

static void *sleeper(void *unused)
{
    (void)unused;
    while (1) {
        sleep(1000);
        atomic_fetch_add(&naps, 1);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, sleeper, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
