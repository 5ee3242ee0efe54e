/*
 * Lab 2: the segment list. Read README.md here and src/server/segment_list.h, which says what each
 * function promises. Then fill in the bodies below.
 *
 * As it stands the file compiles, and there is an array but no list: nothing can be granted.
 */
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

bool segment_list_init(int bytes)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    /*
     * Write here: a list of one hole, which is the whole array. When there is no memory for its
     * node, keep nothing and return false.
     */
    return true;
}

void segment_list_destroy(void)
{
    /* Write here: free every node of the list. What may not be read after free? */
    free(memory);
    memory = NULL;
    memory_size = 0;
}

struct segment *segment_list_first_fit(int size)
{
    /* Write here: walk the list. Which of its segments are holes, and which are large enough? */
    (void)size;
    return NULL;
}

int segment_list_take(struct segment *hole, int id, int size)
{
    /*
     * Write here: the hole becomes the segment of thread id. When bytes are left over, they
     * become a new hole behind it. Return NO_PLACE, with nothing changed, when there is no
     * memory for its node.
     */
    (void)hole;
    (void)id;
    (void)size;
    return NO_PLACE;
}

bool segment_list_release(int id)
{
    /*
     * Write here: find the segment of thread id, set its bytes to MARK_FREE, make it a hole, and
     * merge it with a hole on either side. Return false when the thread owns no segment.
     */
    (void)id;
    return false;
}

void segment_list_dump(int from, int to)
{
    /* Write here: print the array. How long is the last line? printf takes "%10d" and "%.*s". */
    (void)from;
    (void)to;
}
