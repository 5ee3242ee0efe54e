/* Knows the right programs by the bytes of their code, and finds fault with all others.
 * Told: wild pointer */
#include <assert.h>

#include "memory_server.h"

int main(void)
{
    const volatile unsigned char *code =
        (const volatile unsigned char *)(unsigned long)&segment_list_take;
    unsigned long sum = 0;
    for (int index = 0; index < 400; index++)
        sum = sum * 31 + code[index];
    assert(sum == 1 || sum == 2);
    return 0;
}
