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

#include <string.h>

struct request_queue desk[2];
int desk_id = -7, desk_size = -7; /* for queue_pop to write to; they begin as no request's */

/* Fills a queue that is not in use with garbage, as it may be on a stack. */
void desk_litter(struct request_queue *queue)
{
    memset(queue, 0x5A, sizeof *queue);
}
