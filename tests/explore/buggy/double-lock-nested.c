/* Two drivers fill their cars from one tank; whoever finds it empty has it filled.
 *
 * expect: double lock at 17
 *
 * refill() takes the lock that its caller holds already, and so the thread waits for itself. It is
 * called only when the large car comes before the small one, so the mistake can sleep for long. A
 * function says whether it takes a lock or expects it to be held.
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int litres = 60;

static void refill(void)
{
    pthread_mutex_lock(&lock);
    litres = 60;
    pthread_mutex_unlock(&lock);
}

static void *driver(void *argument)
{
    int needed = *(int *)argument;
    pthread_mutex_lock(&lock);
    if (litres == 0)
        refill();
    litres -= needed < litres ? needed : litres;
    pthread_mutex_unlock(&lock);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int needed[2] = {20, 80};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, driver, &needed[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d litres left\n", litres);
    return 0;
}
