/* Two machines count the bottles they fill in one counter, under a lock.
 *
 * expect: assertion at 44
 *
 * Each reads the counter under the lock and writes it under the lock, in two critical sections.
 * When both read before either writes, a bottle is lost: the same as `count++` without a lock,
 * except that no tool for data races sees it.
 */
#include <assert.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int bottles;

static int count(void)
{
    pthread_mutex_lock(&lock);
    int counted = bottles;
    pthread_mutex_unlock(&lock);
    return counted;
}

static void set_count(int counted)
{
    pthread_mutex_lock(&lock);
    bottles = counted;
    pthread_mutex_unlock(&lock);
}

static void *machine(void *unused)
{
    (void)unused;
    set_count(count() + 1);
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, machine, NULL);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert(bottles == 2);
    return 0;
}
