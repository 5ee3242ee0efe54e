/*
 * Is the server, and waits for ever for a request.
 * Kind of failure: accuses a right program
 */
#include "memory_server.h"

int main(void)
{
    memory_server_start(1, 10);
    server_function();
    return 0;
}
