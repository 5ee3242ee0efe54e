/* Writes one number more than there is room for; another block lies behind. */
#include <stdlib.h>

int main(void)
{
    int count = 3;
    int *numbers = malloc((size_t)count * sizeof *numbers);
    int *others = malloc((size_t)count * sizeof *others);
    for (int i = 0; i <= count; i++)
        numbers[i] = i;
    free(others);
    free(numbers);
    return 0;
}
