/* Two workers fill blocks and free them, so many that the heap hands the first ones out again.
 *
 * Right because a block belongs to whom it was given: that another thread wrote to the same bytes before
 * it was freed is no race.
 */
#include <pthread.h>
#include <stdlib.h>

enum { BLOCKS = 80 };

static void *worker(void *unused)
{
    for (int round = 0; round < BLOCKS; round++) {
        long *block = malloc(sizeof *block);
        if (block != NULL)
            *block = round;
        free(block);
    }
    return unused;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, worker, NULL);
    pthread_create(&threads[1], NULL, worker, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    return 0;
}
