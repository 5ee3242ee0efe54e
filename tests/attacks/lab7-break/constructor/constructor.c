/* Ends with an accusation before the program begins.
 * Told: the attribute constructor */
#include <stdlib.h>

__attribute__((constructor)) static void early(void)
{
    exit(1);
}

int main(void)
{
    return 0;
}
