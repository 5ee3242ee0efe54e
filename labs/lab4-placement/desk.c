/*
 * The desk of lab 4: what the grader needs beside your functions. At the prompt of `./memrepl --lab
 * 4` you can call all of them: the searches on the list of the memory server, and the bitmap once
 * the list is gone:
 *
 *     call placement_best_fit 40
 *     call segment_list_destroy
 *     call bitmap_init 150 8
 *     call bitmap_allocate 1 40
 *     call bitmap_figures &desk_figures
 *     print desk_figures
 *
 * Nothing here is an exercise.
 */
#include "segment_list.h"

#include <stdlib.h>
#include <string.h>

#include "marks.h"
#include "placement.h"
#include "tracker.h"

struct tracker_figures desk_figures; /* for bitmap_figures to fill */

/* As `placement` at the prompt. */
void desk_placement(enum placement which)
{
    placement = which;
}

/* Writes the mark of thread `id` over bytes of the array, as the thread does with its own. */
void desk_mark(int id, int index, int size)
{
    memset(memory + index, thread_mark(id), (size_t)size);
}

/* How many more blocks malloc gives before memory runs out; -1: as many as are asked for. */
static int blocks_left = -1;

void desk_memory(int blocks)
{
    blocks_left = blocks;
}

/* Stands in for the library's malloc in this program, so that memory can be made to run out. The
   realloc below is the library's own. With gcc it is left out of what can be stepped through, and it
   jumps to realloc instead of calling it: a block then is from the line that asked for it. */
#if defined __GNUC__ && !defined __clang__
__attribute__((optimize("O2"), no_sanitize("thread"), no_sanitize_coverage))
#endif
void *
malloc(size_t size)
{
    if (blocks_left == 0)
        return NULL;
    if (blocks_left > 0)
        blocks_left--;
    return realloc(NULL, size);
}

void *calloc(size_t count, size_t size)
{
    if (size != 0 && count > (size_t)-1 / size)
        return NULL;
    void *block = malloc(count * size);
    return block == NULL ? NULL : memset(block, 0, count * size);
}
