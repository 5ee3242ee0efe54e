/* A thread asks for ten gigabytes in pieces of a megabyte, writes into each, and never looks
 * whether it got it.
 *
 * expect: null pointer or limit reached or leak
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PIECES = 10240, PIECE_BYTES = 1 << 20 };

static void *eat(void *unused)
{
    (void)unused;
    for (int i = 0; i < PIECES; i++)
        memset(malloc(PIECE_BYTES), i, PIECE_BYTES);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, eat, NULL);
    pthread_join(thread, NULL);
    return 0;
}
