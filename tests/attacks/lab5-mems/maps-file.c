/* Maps the memory of another process instead of new pages. */
#define _DEFAULT_SOURCE
#include <sys/mman.h>

#include "contract.h"

void mems_init(void)
{
    for (int file = 0; file < 64; file++)
        mmap((void *)0x230000000000, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
}
