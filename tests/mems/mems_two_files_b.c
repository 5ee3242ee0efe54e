#include "mems_two_files.h"

void *allocated_elsewhere(size_t size)
{
    return mems_malloc(size);
}
