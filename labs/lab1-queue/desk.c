/*
 * The desk of lab 1: two queues for trying your functions out apart from the memory server. The
 * grader works with them, and so can you, at the prompt of `./memrepl --lab 1`:
 *
 *     call queue_init &desk[0]
 *     call queue_push &desk[0] 1 40
 *     call queue_pop &desk[0] &desk_id &desk_size
 *     print desk_size
 *
 * Nothing here is an exercise.
 */
#include "request_queue.h"

#include <stdlib.h>
#include <string.h>

struct request_queue desk[2];
int desk_id = -7, desk_size = -7; /* for queue_pop to write to; they begin as no request's */

/* How many more blocks malloc gives before memory runs out; -1: as many as are asked for. */
static int blocks_left = -1;

void desk_memory(int blocks)
{
    blocks_left = blocks;
}

/* Fills a queue that is not in use with garbage, as it may be on a stack. */
void desk_litter(struct request_queue *queue)
{
    memset(queue, 0x5A, sizeof *queue);
}

/* Stands in for the library's malloc in this program, so that memory can be made to run out. The
   realloc below is the library's own. With gcc it is left out of what can be stepped through, and it
   jumps to realloc instead of calling it: a block then is from the line that asked for it. */
#if defined __GNUC__ && !defined __clang__
__attribute__((optimize("O2"), no_sanitize("thread"), no_sanitize_coverage))
#endif
void *malloc(size_t size)
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
