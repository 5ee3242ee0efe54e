/* The request program: N threads each ask a server through a queue and wait for the answer.
 *
 * It is the oracle of the explorer: for N = 2, 3, 4, 5 there are exactly 8, 186, 8,856 and 721,800
 * inequivalent executions, all without failure. N is the first argument, or given by -D N=…, or 2.
 */
#include <assert.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#ifndef N
#define N 2
#endif

enum { LARGEST_N = 16 };

static int n = N;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int queue[LARGEST_N], head, tail;
static int answers[LARGEST_N];
static sem_t asked, replied[LARGEST_N];

static void *request(void *answer)
{
    int id = (int)((int *)answer - answers);
    pthread_mutex_lock(&lock);
    queue[tail++] = id;
    pthread_mutex_unlock(&lock);
    sem_post(&asked);
    sem_wait(&replied[id]);
    assert(answers[id] == 10 * id);
    return NULL;
}

static void *server(void *unused)
{
    (void)unused;
    for (int i = 0; i < n; i++) {
        sem_wait(&asked);
        pthread_mutex_lock(&lock);
        int id = queue[head++];
        pthread_mutex_unlock(&lock);
        answers[id] = 10 * id;
        sem_post(&replied[id]);
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[LARGEST_N + 1];
    if (argc > 1)
        n = atoi(argv[1]);
    if (n < 1 || n > LARGEST_N) {
        fprintf(stderr, "usage: requests [N], N from 1 to %d\n", LARGEST_N);
        return EXIT_FAILURE;
    }
    sem_init(&asked, 0, 0);
    for (int id = 0; id < n; id++)
        sem_init(&replied[id], 0, 0);
    for (int id = 0; id < n; id++)
        pthread_create(&threads[id], NULL, request, &answers[id]);
    pthread_create(&threads[n], NULL, server, NULL);
    for (int i = 0; i <= n; i++)
        pthread_join(threads[i], NULL);
    for (int id = 0; id < n; id++)
        sem_destroy(&replied[id]);
    sem_destroy(&asked);
    return EXIT_SUCCESS;
}
