/* Main fetches the worker's answer once it is there.
 *
 * expect: busy waiting at 32 or 34
 *
 * Main asks under the lock, again and again, and burns a whole core while the worker thinks; on one
 * core it even takes the worker's time. No data race, and the answer is right: only a condition
 * variable, or a semaphore, is missing. It bites whenever main looks before the worker has
 * finished.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool has_answer;
static int answer;

static void *worker(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    answer = 42;
    has_answer = true;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void wait_for_answer(void)
{
    bool is_there = false;
    while (!is_there) {
        pthread_mutex_lock(&lock);
        is_there = has_answer;
        pthread_mutex_unlock(&lock);
    }
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, worker, NULL);
    wait_for_answer();
    printf("The answer is %d.\n", answer);
    pthread_join(thread, NULL);
    return 0;
}
