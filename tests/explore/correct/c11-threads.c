/* A producer and a consumer share one place, with the threads of C11.
 *
 * Right for the same reasons as ../correct/bounded-buffer-cond.c: only the names differ, and a
 * thread's result is an int.
 */
#include <stdbool.h>
#include <stdio.h>
#include <threads.h>

static mtx_t lock;
static cnd_t changed;
static bool is_full;
static int place;

static int producer(void *item)
{
    mtx_lock(&lock);
    while (is_full)
        cnd_wait(&changed, &lock);
    place = *(int *)item;
    is_full = true;
    cnd_signal(&changed);
    mtx_unlock(&lock);
    return 0;
}

static int consumer(void *unused)
{
    (void)unused;
    mtx_lock(&lock);
    while (!is_full)
        cnd_wait(&changed, &lock);
    int item = place;
    is_full = false;
    cnd_signal(&changed);
    mtx_unlock(&lock);
    return item;
}

int main(void)
{
    thrd_t threads[2];
    int item = 6, taken;
    mtx_init(&lock, mtx_plain);
    cnd_init(&changed);
    thrd_create(&threads[0], producer, &item);
    thrd_create(&threads[1], consumer, NULL);
    thrd_join(threads[0], NULL);
    thrd_join(threads[1], &taken);
    cnd_destroy(&changed);
    mtx_destroy(&lock);
    printf("%d\n", taken);
    return 0;
}
