/* Defines mmap, so that no limit is kept and none is counted.
 * Told: mmap */
#include <stddef.h>

void *mmap(void *address, size_t size, int protection, int flags, int file, long offset)
{
    static char all[1 << 20];
    (void)address, (void)size, (void)protection, (void)flags, (void)file, (void)offset;
    return all;
}
