/*
 * Lab 5: MeMS. Read README.md here and src/mems/contract.h, which says what each function
 * promises. Then replace the six bodies below.
 *
 * As it stands the file compiles, and MeMS has no memory to give.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <sys/mman.h>

#include "contract.h"

MainChainNode *head;
void *next_virtual_address = (void *)MEMS_FIRST_ADDRESS;

/* ---- the contract -------------------------------------------------------------------------- */

void mems_finish(void)
{
    /* Write here: give every mapping back, those of your nodes too, as it was mapped: from its
       first byte, the whole length. Then head and next_virtual_address are as in the beginning. */
}

void mems_init(void)
{
    /* Write here: an empty heap, whatever was before. */
}

void *mems_malloc(size_t size)
{
    /* Write here: the first hole with room, in order of address; if there is none, a new main
       node of whole pages, one hole at first. Cut the block off its low end. NULL, with nothing
       changed, for size 0 and when there is no memory. */
    (void)size;
    return NULL;
}

void mems_free(void *ptr)
{
    /* Write here: the block that starts at ptr becomes a hole, which merges with the holes beside
       it in the same main node. For anything else print ADDRESS NOT FOUND!! on a line. */
    (void)ptr;
}

void *mems_get(void *ptr)
{
    /* Write here: which node does ptr lie in, and how far into it? NULL when that is no block. */
    (void)ptr;
    return NULL;
}

void mems_print_stats(void)
{
    /* Write here: the lines that README.md shows, to the last blank. */
}
