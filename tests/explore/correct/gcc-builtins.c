/* Two threads set a bit each in one word, one by GCC's older built-ins and one by the newer ones.
 *
 * Right because both kinds change the word in one step, and both are full barriers here.
 */
#include <pthread.h>
#include <stdio.h>

static unsigned bits;

static void *older(void *unused)
{
    (void)unused;
    __sync_fetch_and_or(&bits, 1u);
    return NULL;
}

static void *newer(void *unused)
{
    (void)unused;
    __atomic_fetch_or(&bits, 2u, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, older, NULL);
    pthread_create(&threads[1], NULL, newer, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%u\n", bits);
    return 0;
}
