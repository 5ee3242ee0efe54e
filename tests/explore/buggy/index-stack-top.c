/* Two cooks take a plate each from a stack that holds one; who finds none goes without.
 *
 * expect: index out of bounds at 29
 *
 * Asking whether the stack is empty and taking the top one are two critical sections. When both
 * ask before either takes, the second one takes plates[-1]. An operation on shared data does its
 * own asking: `bool pop(int *plate)`.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int plates[2] = {7, 0};
static int height = 1;

static bool is_empty(void)
{
    pthread_mutex_lock(&lock);
    bool empty = height == 0;
    pthread_mutex_unlock(&lock);
    return empty;
}

static int pop(void)
{
    pthread_mutex_lock(&lock);
    height--;
    int plate = plates[height];
    pthread_mutex_unlock(&lock);
    return plate;
}

static void *cook(void *plate)
{
    if (!is_empty())
        *(int *)plate = pop();
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int taken[2] = {0, 0};
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, cook, &taken[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d\n", taken[0], taken[1]);
    return 0;
}
