/* A dispatcher hands each of two jobs to a thread and joins the threads at the end.
 *
 * expect: never joined at 33 or 41
 *
 * There is one variable for the thread at work. When the first job is not done by the time that
 * the second comes, the dispatcher starts another thread and writes its number over the first
 * one's, which nobody can join any more.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

static atomic_int jobs_done;

static void *worker(void *unused)
{
    (void)unused;
    atomic_fetch_add(&jobs_done, 1);
    return NULL;
}

static void *hurry(void *unused)
{
    (void)unused;
    return atomic_load(&jobs_done) == 0 ? &jobs_done : NULL;
}

int main(void)
{
    pthread_t at_work, timer;
    void *is_late;
    pthread_create(&at_work, NULL, worker, NULL);
    pthread_create(&timer, NULL, hurry, NULL);
    pthread_join(timer, &is_late);
    if (is_late == NULL)
        pthread_join(at_work, NULL);
    pthread_create(&at_work, NULL, worker, NULL);
    pthread_join(at_work, NULL);
    printf("The second job is done%s.\n", is_late == NULL ? ", and the first" : "");
    pthread_exit(NULL);
}
