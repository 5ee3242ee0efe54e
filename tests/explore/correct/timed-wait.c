/* Main waits a second for a parcel, once more when it did not come, and then without a clock.
 *
 * Right because the wait is in a loop that ends when the parcel is there, not when the time is
 * over: a wait that times out and a wake-up without cause both lead to another look.
 */
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t came = PTHREAD_COND_INITIALIZER;
static bool is_there;

static void *postman(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    is_there = true;
    pthread_cond_signal(&came);
    pthread_mutex_unlock(&lock);
    return NULL;
}

static struct timespec in_seconds(int seconds)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_sec += seconds;
    return time;
}

int main(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, postman, NULL);
    pthread_mutex_lock(&lock);
    struct timespec deadline = in_seconds(1);
    for (int timeouts = 0; !is_there;) {
        if (timeouts == 2)
            pthread_cond_wait(&came, &lock);
        else if (pthread_cond_timedwait(&came, &lock, &deadline) == ETIMEDOUT)
            deadline = in_seconds(++timeouts);
    }
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    puts("The parcel is there.");
    return 0;
}
