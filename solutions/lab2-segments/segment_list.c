// BEGIN SOLUTION
//| /*
//|  * Lab 2: the segment list. Read README.md here and src/server/segment_list.h, which says what each
//|  * function promises. Then fill in the bodies below.
//|  *
//|  * As it stands the file compiles, and there is an array but no list: nothing can be granted.
//|  */
/*
 * The segment list as a singly linked list in address order.
 *
 * A request is granted by splitting a hole, a segment is released by turning it into a hole and
 * merging it with its neighbours. Both keep the order, so neighbours in the list are neighbours in
 * memory, and merging looks no further than one node to either side. Finding the segment of a
 * thread takes a walk.
 */
// END SOLUTION
#include "segment_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

char *memory;
int memory_size;
struct segment *segments;

// BEGIN SOLUTION
static struct segment *new_segment(int id, int size, int index, struct segment *next)
{
    struct segment *segment = malloc(sizeof *segment);
    if (segment == NULL)
        return NULL;
    segment->id = id;
    segment->size = size;
    segment->index = index;
    segment->next = next;
    return segment;
}

// END SOLUTION
bool segment_list_init(int bytes)
{
    memory = malloc((size_t)bytes);
    if (memory == NULL)
        return false;
    memset(memory, MARK_FREE, (size_t)bytes);
    memory_size = bytes;

    // BEGIN SOLUTION
    //| /*
    //|  * Write here: a list of one hole, which is the whole array. When there is no memory for its
    //|  * node, keep nothing and return false.
    //|  */
    //| return true;
    segments = new_segment(HOLE, bytes, 0, NULL);
    if (segments == NULL)
        segment_list_destroy();
    return segments != NULL;
    // END SOLUTION
}

void segment_list_destroy(void)
{
    // BEGIN SOLUTION
    //| /* Write here: free every node of the list. What may not be read after free? */
    while (segments != NULL) {
        struct segment *next = segments->next;
        free(segments);
        segments = next;
    }
    // END SOLUTION
    free(memory);
    memory = NULL;
    memory_size = 0;
}

struct segment *segment_list_first_fit(int size)
{
    // BEGIN SOLUTION
    //| /* Write here: walk the list. Which of its segments are holes, and which are large enough? */
    //| (void)size;
    //| return NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == HOLE && segment->size >= size)
            return segment;
    return NULL;
    // END SOLUTION
}

int segment_list_take(struct segment *hole, int id, int size)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: the hole becomes the segment of thread id. When bytes are left over, they
    //|  * become a new hole behind it. Return NO_PLACE, with nothing changed, when there is no
    //|  * memory for its node.
    //|  */
    //| (void)hole;
    //| (void)id;
    //| (void)size;
    //| return NO_PLACE;
    if (hole->size > size) {
        struct segment *rest = new_segment(HOLE, hole->size - size, hole->index + size, hole->next);
        if (rest == NULL)
            return NO_PLACE;
        hole->size = size;
        hole->next = rest;
    }
    hole->id = id;
    return hole->index;
    // END SOLUTION
}

// BEGIN SOLUTION
/* Lets a hole take in the hole after it, if there is one. */
static void merge_with_next(struct segment *hole)
{
    struct segment *next = hole->next;
    if (next == NULL || next->id != HOLE)
        return;
    hole->size += next->size;
    hole->next = next->next;
    free(next);
}

// END SOLUTION
bool segment_list_release(int id)
{
    // BEGIN SOLUTION
    //| /*
    //|  * Write here: find the segment of thread id, set its bytes to MARK_FREE, make it a hole, and
    //|  * merge it with a hole on either side. Return false when the thread owns no segment.
    //|  */
    //| (void)id;
    //| return false;
    struct segment *before = NULL;
    struct segment *segment = segments;
    while (segment != NULL && segment->id != id) {
        before = segment;
        segment = segment->next;
    }
    if (segment == NULL)
        return false;

    memset(memory + segment->index, MARK_FREE, (size_t)segment->size);
    segment->id = HOLE;
    merge_with_next(segment);
    if (before != NULL && before->id == HOLE)
        merge_with_next(before);
    return true;
    // END SOLUTION
}

void segment_list_dump(int from, int to)
{
    // BEGIN SOLUTION
    //| /* Write here: print the array. How long is the last line? printf takes "%10d" and "%.*s". */
    //| (void)from;
    //| (void)to;
    for (int index = from; index < to; index += DUMP_COLUMNS) {
        int length = to - index < DUMP_COLUMNS ? to - index : DUMP_COLUMNS;
        printf("%10d  %.*s\n", index, length, memory + index);
    }
    // END SOLUTION
}
