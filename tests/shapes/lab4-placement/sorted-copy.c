/*
 * A right solution of another shape: the holes are copied into an array and sorted, by size for best
 * and worst fit, by the way from the last place for next fit; then the first that fits is taken.
 */
#include "placement.h"

#include <stdlib.h>

static int place;

static int compare_sizes(const void *left, const void *right)
{
    const struct segment *a = *(struct segment *const *)left, *b = *(struct segment *const *)right;
    return a->size != b->size ? a->size - b->size : a->index - b->index;
}

static int compare_sizes_down(const void *left, const void *right)
{
    const struct segment *a = *(struct segment *const *)left, *b = *(struct segment *const *)right;
    return a->size != b->size ? b->size - a->size : a->index - b->index;
}

static int compare_ways(const void *left, const void *right)
{
    const struct segment *a = *(struct segment *const *)left, *b = *(struct segment *const *)right;
    int a_is_behind = a->index + a->size <= place, b_is_behind = b->index + b->size <= place;
    return a_is_behind != b_is_behind ? a_is_behind - b_is_behind : a->index - b->index;
}

static struct segment *first_in_order(int size, int (*compare)(const void *, const void *))
{
    size_t count = 0;
    struct segment *found = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        count++;
    struct segment **copy = malloc((count + 1) * sizeof *copy);
    if (copy == NULL)
        return NULL;
    count = 0;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next)
        if (segment->id == HOLE)
            copy[count++] = segment;
    qsort(copy, count, sizeof *copy, compare);
    for (size_t index = 0; index < count && found == NULL; index++)
        if (copy[index]->size >= size)
            found = copy[index];
    free(copy);
    return found;
}

struct segment *placement_best_fit(int size)
{
    return first_in_order(size, compare_sizes);
}

struct segment *placement_worst_fit(int size)
{
    return first_in_order(size, compare_sizes_down);
}

struct segment *placement_next_fit(int size)
{
    struct segment *found = first_in_order(size, compare_ways);
    if (found != NULL)
        place = found->index + size;
    return found;
}

void placement_restart(void)
{
    place = 0;
}
