/* Two turnstiles count the visitors who come in.
 *
 * expect: data race at 17
 *
 * `visitors++` reads, adds and writes. Where the second turnstile reads between the read and the
 * write of the first, both write the same number and a visitor is lost. One after the other they
 * count right, and so this program passes nearly every test; the race is there all the same.
 */
#include <pthread.h>
#include <stdio.h>

static int visitors;

static void *turnstile(void *unused)
{
    (void)unused;
    visitors++;
    return NULL;
}

int main(void)
{
    pthread_t left, right;
    pthread_create(&left, NULL, turnstile, NULL);
    pthread_create(&right, NULL, turnstile, NULL);
    pthread_join(left, NULL);
    pthread_join(right, NULL);
    printf("%d visitors\n", visitors);
    return 0;
}
