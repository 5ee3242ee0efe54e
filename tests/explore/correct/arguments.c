/* Adds up the numbers from 1 to N in two threads: arguments [N], 10 without.
 *
 * Right because each thread gets a range and a sum of its own, and main reads the sums after the
 * joins.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

struct part {
    int first, last;
    long sum;
};

static void *add_up(void *argument)
{
    struct part *part = argument;
    for (int number = part->first; number <= part->last; number++)
        part->sum += number;
    return NULL;
}

int main(int argc, char **argv)
{
    int last = argc > 1 ? atoi(argv[1]) : 10;
    if (last < 1) {
        fprintf(stderr, "usage: arguments [N], N at least 1\n");
        return EXIT_FAILURE;
    }
    struct part parts[2] = {{1, last / 2, 0}, {last / 2 + 1, last, 0}};
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, add_up, &parts[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%ld\n", parts[0].sum + parts[1].sum);
    return EXIT_SUCCESS;
}
