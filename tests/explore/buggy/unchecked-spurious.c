/* Main waits for the worker's answer and prints it.
 *
 * expect: unchecked wake-up at 35
 *
 * Only one thread waits and only one signals, so what should go wrong with `if`? The standard lets
 * pthread_cond_wait return without any signal (a spurious wake-up: another kind of interleaving).
 * Then main prints 0, an answer that nobody gave. `while` in place of `if` makes it right.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t answered = PTHREAD_COND_INITIALIZER;
static bool has_answer;
static int answer;

static void *worker(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    answer = 42;
    has_answer = true;
    pthread_cond_signal(&answered);
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    pthread_mutex_lock(&lock);
    if (!has_answer)
        pthread_cond_wait(&answered, &lock);
    printf("The answer is %d.\n", answer);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    return 0;
}
