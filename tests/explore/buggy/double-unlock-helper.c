/* Two workers do the two parts of a task, and the one who finds both done reports.
 *
 * expect: double unlock at 29
 *
 * report() unlocks before it prints, so that others need not wait for the terminal; its caller does
 * not know and unlocks too. Only the worker who comes last reports, and only if it was the first
 * one created that did: the other one's report is written by main.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_done[2];

static void report(void)
{
    pthread_mutex_unlock(&lock);
    puts("The first worker was last.");
}

static void *worker(void *part)
{
    bool *mine = part;
    pthread_mutex_lock(&lock);
    *mine = true;
    if (mine == &is_done[0] && is_done[1])
        report();
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, worker, &is_done[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    puts("Both parts are done.");
    return 0;
}
