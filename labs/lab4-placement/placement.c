/*
 * Lab 4: placement. Read README.md here and src/server/placement.h, which says which hole each
 * placement chooses. Then fill in the bodies below.
 *
 * As it stands the file compiles, and none of the three finds a hole.
 */
#include "placement.h"

#include <stdbool.h>
#include <stddef.h>

struct segment *placement_next_fit(int size)
{
    /*
     * Write here: first fit, but from where the last search ended. What do you remember, and is
     * it still right when segments were merged meanwhile? Whom do you ask when nothing is found?
     */
    (void)size;
    return NULL;
}

struct segment *placement_best_fit(int size)
{
    /* Write here: the smallest hole that is large enough. Which of two equal ones? */
    (void)size;
    return NULL;
}

struct segment *placement_worst_fit(int size)
{
    /* Write here: the largest hole, when it is large enough. Which of two equal ones? */
    (void)size;
    return NULL;
}

void placement_restart(void)
{
    /* Write here: the next search of next fit starts at byte 0. */
}
