/* counter.c: two doors of a museum, and at each a thread that counts the visitors.
 *
 * Meant: with N visitors at each door (1 when no N is given), 2 * N are counted.
 * Wrong: hits = hits + 1 reads, adds and writes. A thread that is stopped between the read and the
 * write brings back an old number afterwards, and what the other has counted meanwhile is lost. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static int visitors = 1, hits;

static void *door(void *unused)
{
    for (int i = 0; i < visitors; i++)
        hits = hits + 1;
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t left, right;
    if (argc > 1)
        visitors = atoi(argv[1]);
    pthread_create(&left, NULL, door, NULL);
    pthread_create(&right, NULL, door, NULL);
    pthread_join(left, NULL);
    pthread_join(right, NULL);
    printf("%d visitors\n", hits);
    return hits == 2 * visitors ? EXIT_SUCCESS : EXIT_FAILURE;
}
