/*
 * A test without a beginning.
 * Kind of failure: cannot be run
 */
#include "memory_server.h"

int test(void)
{
    my_free(0);
    return 0;
}
