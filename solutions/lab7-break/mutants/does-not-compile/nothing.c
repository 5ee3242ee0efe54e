/*
 * A semicolon is missing.
 * Kind of failure: cannot be run
 */
#include "memory_server.h"

int main(void)
{
    memory_server_start(2, 50) my_free(0);
    return 0;
}
