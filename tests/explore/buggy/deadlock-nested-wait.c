/* A shop with one door: the baker puts a loaf on the shelf, the customer takes it.
 *
 * expect: deadlock at 20 or 35
 *
 * The customer who finds the shelf empty waits on the condition and so gives back the shelf's lock,
 * but keeps the door. The baker cannot come in: the one who should wake the customer waits for him.
 * Waiting on a condition gives back one lock, not all ("nested monitors").
 */
#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t shelf = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t loaf_came = PTHREAD_COND_INITIALIZER;
static int loaves;

static void *baker(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&door);
    pthread_mutex_lock(&shelf);
    loaves++;
    pthread_cond_signal(&loaf_came);
    pthread_mutex_unlock(&shelf);
    pthread_mutex_unlock(&door);
    return NULL;
}

static void *customer(void *unused)
{
    (void)unused;
    pthread_mutex_lock(&door);
    pthread_mutex_lock(&shelf);
    while (loaves == 0)
        pthread_cond_wait(&loaf_came, &shelf);
    loaves--;
    pthread_mutex_unlock(&shelf);
    pthread_mutex_unlock(&door);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    pthread_create(&threads[0], NULL, baker, NULL);
    pthread_create(&threads[1], NULL, customer, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d loaves left\n", loaves);
    return 0;
}
