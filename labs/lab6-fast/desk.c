/*
 * desk.c: the heap that lab 6 measures on. It is built in together with your file; nothing of it
 * counts as yours.
 *
 * desk_heap() asks for many blocks of random sizes, and then frees about half of them, so that
 * blocks and holes of all sizes lie in turn: what a heap looks like that has been in use for a
 * while. The same numbers make the same heap.
 */
#include <sched.h>

#include "contract.h"

enum { DESK_BLOCKS = 8000, DESK_SIZE_MOST = 200 };

static void *desk_blocks[DESK_BLOCKS];
static unsigned desk_state;

/* A number below `limit`. */
static int draw(int limit)
{
    desk_state = desk_state * 1103515245u + 12345u;
    return (int)((desk_state >> 16) % (unsigned)limit);
}

/* From an empty heap. Between two calls there is a point to stop at. */
void desk_heap(int count, int seed)
{
    desk_state = (unsigned)seed;
    mems_init();
    for (int i = 0; i < count && i < DESK_BLOCKS; i++) {
        desk_blocks[i] = mems_malloc((size_t)(1 + draw(DESK_SIZE_MOST)));
        sched_yield();
    }
    for (int i = 0; i < count && i < DESK_BLOCKS; i++)
        if (draw(2) == 1) {
            mems_free(desk_blocks[i]);
            sched_yield();
        }
}
