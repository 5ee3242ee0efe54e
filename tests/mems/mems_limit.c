/*
 * mems_limit.c: 10,000 blocks of 40 bytes in an address space of 5 MiB, program and all. Exits 0
 * if each block could be had.
 */
#include "mems.h"

#include <string.h>
#include <sys/resource.h>

enum { BLOCKS = 10000, BLOCK_BYTES = 40, LIMIT_BYTES = 5 << 20 };

int main(void)
{
    struct rlimit limit = {LIMIT_BYTES, LIMIT_BYTES};
    if (setrlimit(RLIMIT_AS, &limit) != 0) {
        perror("setrlimit");
        return 2;
    }
    mems_init();
    for (int i = 0; i < BLOCKS; i++) {
        void *block = mems_malloc(BLOCK_BYTES);
        if (mems_error()) {
            printf("block %d: %s\n", i, mems_error());
            return 1;
        }
        memset(mems_get(block), i, BLOCK_BYTES);
    }
    mems_finish();
    return 0;
}
