/*
 * Relies on what no header promises: where malloc puts the nodes of the list.
 * Kind of failure: accuses a right program
 */
#include <assert.h>

#include "segment_list.h"

int main(void)
{
    assert(segment_list_init(50));
    assert(segment_list_allocate(0, 10) == 0);
    assert(segments < segments->next);
    segment_list_destroy();
    return 0;
}
