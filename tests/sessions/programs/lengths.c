/* lengths.c - arrays whose lengths a function decides. */
#include <pthread.h>
#include <stdio.h>

static void *done(void *sum)
{
    return sum;
}

static int add(int rows, int columns, int grid[rows][columns])
{
    pthread_t thread;
    int sums[rows], twice[rows + 1][columns], sum = 0;
    for (int i = 0; i < rows; i++) {
        sums[i] = 0;
        for (int j = 0; j < columns; j++)
            sums[i] += twice[i][j] = grid[i][j];
        sum += sums[i];
    }
    for (int j = 0; j < columns; j++)
        twice[rows][j] = twice[0][j] + grid[0][j];
    pthread_create(&thread, NULL, done, &sum);
    pthread_join(thread, NULL);
    return sum;
}

int main(void)
{
    int small[1][2] = {{7, 8}}, grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", add(1, 2, small));
    printf("%d\n", add(2, 3, grid));
    return 0;
}
