/* rows.c: an array that has as many columns as an argument says. */
#include <stdio.h>

static int total(int rows, int columns, int grid[rows][columns])
{
    int sum = 0;
    for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            sum += grid[row][column];
    return sum;
}

static int twice(int rows, int columns, int grid[rows][columns])
{
    return 2 * total(rows, columns, grid);
}

int main(void)
{
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", twice(2, 3, grid));
    return 0;
}
