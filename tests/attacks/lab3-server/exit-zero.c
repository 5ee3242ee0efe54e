/* Ends each explored program as if all were well. */
#include <stdlib.h>

#include "memory_server.h"

bool memory_server_start(int threads, int bytes)
{
    (void)threads, (void)bytes;
    exit(0);
}
