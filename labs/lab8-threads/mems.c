/*
 * Lab 8: MeMS for threads. Read README.md here and src/mems/threads.h, which says what the six
 * functions promise. Then replace their bodies; or put your mems.c of lab 5 or 6 here and begin
 * with one lock around it.
 *
 * As it stands the file compiles, and MeMS never has any memory.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include <pthread.h>
#include <sys/mman.h>

#include "threads.h"

void mems_finish(void)
{
    /* Write here: give every mapping back. Nobody else is in MeMS now. */
}

void mems_init(void)
{
    /* Write here: begin with an empty heap, also after a mems_finish. */
}

void *mems_malloc(size_t size)
{
    /*
     * Write here: a block that no other thread gets. Which lock protects the choice, and until when?
     * On which of your ways out is it still held?
     */
    (void)size;
    return NULL;
}

void *mems_get(void *ptr)
{
    /* Write here: the pointer for an address in a live block, while other threads map new pages. */
    (void)ptr;
    return NULL;
}

void mems_free(void *ptr)
{
    /* Write here: of two threads that free one block, who is told ADDRESS NOT FOUND!!? */
    (void)ptr;
}

size_t mems_blocks(void)
{
    /* Write here: how many blocks are live. */
    return 0;
}
