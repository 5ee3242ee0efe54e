/*
 * Calls a function that no program has.
 * Kind of failure: cannot be run
 */
#include "memory_server.h"

int queue_length(void);

int main(void)
{
    return queue_length();
}
