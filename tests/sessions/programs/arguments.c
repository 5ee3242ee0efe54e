/* arguments.c: functions of many shapes, to be stopped at with what they were given. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct pair {
    int left, right;
};

struct triple {
    short one, two, three;
};

struct table {
    long cells[4];
};

static int twice(int number)
{
    return 2 * number;
}

static void empty(char letter, bool is_set)
{
    (void)letter, (void)is_set;
}

static double many(double real, int a, int b, int c, int d, int e, int f, float g, struct pair pair,
                   struct triple triple, struct table table, long double last)
{
    return real + a + b + c + d + e + f + g + pair.left + triple.three + table.cells[3] + last;
}

static int add(int count, ...)
{
    va_list numbers;
    int sum = 0;
    va_start(numbers, count);
    while (count-- > 0)
        sum += va_arg(numbers, int);
    va_end(numbers);
    return sum;
}

static struct table shifted(struct table table, int by)
{
    for (int cell = 0; cell < 4; cell++)
        table.cells[cell] += by;
    return table;
}

static void halve(int *number)
{
    *number /= 2;
}

static int descend(int depth)
{
    halve(&depth);
    return depth == 0 ? 0 : 1 + descend(depth);
}

int main(void)
{
    struct pair pair = {1, 2};
    struct triple triple = {3, 4, 5};
    struct table table = {{6, 7, 8, 9}};
    char text[8];
    strcpy(text, "text");
    empty('x', true);
    many(1.5, 1, 2, 3, 4, 5, 6, 7.5F, pair, triple, table, 8.25L);
    int sum = add(2, 20, 21) + twice(41) + twice(42);
    table = shifted(table, 10);
    printf("%d %s %ld %d\n", sum, text, table.cells[0], descend(9));
    return 0;
}
