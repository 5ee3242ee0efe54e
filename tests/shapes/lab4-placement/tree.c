/*
 * A right solution of another shape: best and worst fit by a tree of the holes, in the order of size
 * and then of index, which is built for each search; next fit by one walk around.
 */
#include "placement.h"

#include <stdbool.h>
#include <stdlib.h>

struct leaf {
    struct segment *hole;
    struct leaf *smaller, *larger;
};

static int resume;

static bool is_less(const struct segment *left, const struct segment *right)
{
    return left->size != right->size ? left->size < right->size : left->index < right->index;
}

static struct leaf *build(void)
{
    struct leaf *root = NULL;
    for (struct segment *segment = segments; segment != NULL; segment = segment->next) {
        if (segment->id != HOLE)
            continue;
        struct leaf **place = &root;
        while (*place != NULL)
            place = is_less(segment, (*place)->hole) ? &(*place)->smaller : &(*place)->larger;
        *place = calloc(1, sizeof **place);
        if (*place == NULL)
            break;
        (*place)->hole = segment;
    }
    return root;
}

static void drop(struct leaf *leaf)
{
    if (leaf == NULL)
        return;
    drop(leaf->smaller);
    drop(leaf->larger);
    free(leaf);
}

/* The least hole of at least `size` bytes. */
static struct segment *least(const struct leaf *leaf, int size)
{
    struct segment *found = NULL;
    while (leaf != NULL) {
        bool fits = leaf->hole->size >= size;
        if (fits)
            found = leaf->hole;
        leaf = fits ? leaf->smaller : leaf->larger;
    }
    return found;
}

struct segment *placement_best_fit(int size)
{
    struct leaf *root = build();
    struct segment *found = least(root, size);
    drop(root);
    return found;
}

struct segment *placement_worst_fit(int size)
{
    struct leaf *root = build();
    const struct leaf *last = root;
    while (last != NULL && last->larger != NULL)
        last = last->larger;
    struct segment *found = NULL;
    if (last != NULL && last->hole->size >= size)
        found = least(root, last->hole->size);
    drop(root);
    return found;
}

struct segment *placement_next_fit(int size)
{
    struct segment *start = segments;
    while (start != NULL && start->index + start->size <= resume)
        start = start->next;
    if (start == NULL)
        start = segments;
    struct segment *segment = start;
    do {
        if (segment->id == HOLE && segment->size >= size) {
            resume = segment->index + size;
            return segment;
        }
        segment = segment->next != NULL ? segment->next : segments;
    } while (segment != start);
    return NULL;
}

void placement_restart(void)
{
    resume = 0;
}
