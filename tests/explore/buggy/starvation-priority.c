/* A clerk serves two customers, and the express customer first. The express customer comes back at
 * once until the other one has been served.
 *
 * expect: starvation at 27
 *
 * Each time the clerk looks, the express customer may be there again, and is served again. The
 * other one waits for ever although the clerk never rests. Turns, or the order of arrival, would
 * be fair.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

enum { EXPRESS, NORMAL };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static sem_t arrived, served[2];
static bool is_waiting[2], is_over;

static bool be_served(int customer)
{
    pthread_mutex_lock(&lock);
    bool has_come = is_waiting[customer] = !is_over;
    pthread_mutex_unlock(&lock);
    if (has_come) {
        sem_post(&arrived);
        sem_wait(&served[customer]);
    }
    return has_come;
}

static void *express_customer(void *unused)
{
    (void)unused;
    while (be_served(EXPRESS))
        continue;
    return NULL;
}

static void *normal_customer(void *unused)
{
    (void)unused;
    be_served(NORMAL);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    sem_init(&arrived, 0, 0);
    for (int customer = EXPRESS; customer <= NORMAL; customer++)
        sem_init(&served[customer], 0, 0);
    pthread_create(&threads[NORMAL], NULL, normal_customer, NULL);
    pthread_create(&threads[EXPRESS], NULL, express_customer, NULL);
    while (!is_over) {
        sem_wait(&arrived);
        pthread_mutex_lock(&lock);
        int next = is_waiting[EXPRESS] ? EXPRESS : NORMAL;
        is_waiting[next] = false;
        is_over = next == NORMAL;
        pthread_mutex_unlock(&lock);
        sem_post(&served[next]);
    }
    for (int customer = EXPRESS; customer <= NORMAL; customer++)
        pthread_join(threads[customer], NULL);
    return 0;
}
