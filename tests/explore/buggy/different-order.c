/* Two singers sing a line each.
 *
 * expect: different results at 16 or 23
 * options: --same-output
 *
 * There is no data race and nothing fails; but nobody said who sings first, and the song comes out
 * in two ways. Where the order matters it has to be made: a semaphore that the first one posts and
 * the second waits for.
 */
#include <pthread.h>
#include <stdio.h>

static void *first_singer(void *unused)
{
    (void)unused;
    puts("Row, row, row your boat");
    return NULL;
}

static void *second_singer(void *unused)
{
    (void)unused;
    puts("Gently down the stream");
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, first_singer, NULL);
    pthread_create(&threads[1], NULL, second_singer, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
