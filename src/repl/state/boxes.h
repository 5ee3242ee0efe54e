/* boxes.h: what the pointers of a program lead to, for a page to draw: lists, trees, and single blocks of
 * the heap.
 *
 * Each node is drawn once: other pointers to it are tags on its box. What was freed is not drawn, nor what
 * no pointer with a type leads to. */
#ifndef STATE_BOXES_H
#define STATE_BOXES_H

#include "repl/record/frames.h"
#include "repl/state/roots.h"

/* Adds them to PART_LISTS, in the order of the roots. Roots that lie in a single block are added to
 * those there are. */
void boxes_add(struct frames *frames, const struct study *study, struct roots *roots);

#endif
