/* Calls that come and go: recursion, a struct, an array whose length only the program knows. */
#include <pthread.h>
#include <stdio.h>

struct pair {
    int left, right;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int sum(int depth, const int *numbers)
{
    int copy[depth + 1];
    copy[depth] = numbers[depth];
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    return depth == 0 ? copy[0] : copy[depth] + sum(depth - 1, numbers);
}

static void *work(void *argument)
{
    static int rounds;
    struct pair pair = {.left = *(int *)argument};
    for (int round = 0; round < 2; round++) {
        int numbers[] = {1, round, 3};
        rounds++;
        pair.right = sum(round + 1, numbers);
    }
    printf("%d\n", pair.left * pair.right);
    return NULL;
}

int main(void)
{
    pthread_t thread;
    int given = 5;
    pthread_create(&thread, NULL, work, &given);
    pthread_join(thread, NULL);
    return 0;
}
