/* Two diners wait for the two plates that main brings, one after the other.
 *
 * expect: unchecked wake-up at 23
 *
 * A diner who is woken takes a plate without another look. But between the signal and the moment
 * when the woken diner has the lock again, the other one may come and take that plate: then the
 * first takes a plate that is not there. `while` in place of `if` looks again.
 */
#include <pthread.h>
#include <stdio.h>

enum { DINERS = 2 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t served = PTHREAD_COND_INITIALIZER;
static int plates, fewest;

static void *diner(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&lock);
    if (plates == 0)
        pthread_cond_wait(&served, &lock);
    plates--;
    if (plates < fewest)
        fewest = plates;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[DINERS];
    for (int i = 0; i < DINERS; i++)
        pthread_create(&threads[i], NULL, diner, NULL);
    for (int i = 0; i < DINERS; i++) {
        pthread_mutex_lock(&lock);
        plates++;
        pthread_cond_signal(&served);
        pthread_mutex_unlock(&lock);
    }
    for (int i = 0; i < DINERS; i++)
        pthread_join(threads[i], NULL);
    printf("There were at least %d plates at any time.\n", fewest);
    return 0;
}
