/*
 * desk.c: the heap that lab 6 measures on. It is built in together with your file; nothing of it
 * counts as yours.
 *
 * desk_heap() asks for many blocks of random sizes, and then frees about half of them, so that
 * blocks and holes of all sizes lie in turn: what a heap looks like that has been in use for a
 * while. Both chains are long: small blocks lie side by side in the first main node, which was one
 * large block before, and most of the large ones get a main node of their own. The same numbers make
 * the same heap.
 */
#include <limits.h>
#include <sched.h>

#include "contract.h"

enum {
    DESK_BLOCKS = 4000,
    DESK_SMALL_MOST = 200, /* bytes */
    DESK_LARGE_MOST = 8000,
    DESK_FIRST_EACH = 50 /* bytes of the first main node for each block */
};

static void *desk_blocks[DESK_BLOCKS];
static unsigned desk_state;

/* A number below `limit`. */
static int draw(int limit)
{
    desk_state = desk_state * 1103515245u + 12345u;
    return (int)((desk_state >> 16) % (unsigned)limit);
}

/* As desk_heap(), but not more than so many calls behind the first block. Between two there is a point
   to stop at. */
void desk_heap_until(int count, int seed, int calls)
{
    desk_state = (unsigned)seed;
    mems_init();
    mems_free(mems_malloc((size_t)(count * DESK_FIRST_EACH)));
    for (int i = 0; i < count && i < DESK_BLOCKS && calls > 0; i++, calls--) {
        sched_yield();
        desk_blocks[i] = mems_malloc((size_t)(1 + draw(i < count / 2 ? DESK_SMALL_MOST : DESK_LARGE_MOST)));
    }
    for (int i = 0; i < count && i < DESK_BLOCKS && calls > 0; i++)
        if (draw(2) == 1) {
            sched_yield();
            mems_free(desk_blocks[i]);
            calls--;
        }
}

/* From an empty heap. */
void desk_heap(int count, int seed)
{
    desk_heap_until(count, seed, INT_MAX);
}
