/* Has code made on the stack.
 * Told: executable stack */
#include <stdlib.h>

int sorted(int *numbers, size_t count, int sign)
{
    int compare(const void *left, const void *right)
    {
        return sign * (*(const int *)left - *(const int *)right);
    }
    qsort(numbers, count, sizeof *numbers, compare);
    return numbers[0];
}
