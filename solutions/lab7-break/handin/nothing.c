/*
 * nothing.c: who owns no bytes may give them back, and nothing happens.
 */
#include <assert.h>

#include "memory_server.h"

int main(void)
{
    assert(memory_server_start(2, 50));
    my_free(0);
    assert(segment_list_allocate(1, 50) == 0);
    my_free(0);
    my_free(1);
    my_free(1);
    assert(segment_list_check() == NULL);
    assert(segments->id == HOLE && segments->size == 50);
    memory_server_clear();
    return 0;
}
