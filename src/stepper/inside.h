/* inside.h: what a stepper is made of; for its own modules only. */
#ifndef STEPPER_INSIDE_H
#define STEPPER_INSIDE_H

#include "stepper/respawn.h"

struct stepper {
    struct respawn child;    /* comes first, for the tests */
    struct control *control; /* the child's, in the arena, as the parent sees it */
    uint64_t output_shown;   /* pieces handed out by stepper_next_output */
    bool gathers;            /* see stepper_gather() */
};

#endif
