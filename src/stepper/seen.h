/* seen.h: what the parent has seen of the memory that it shares with the child.
 *
 * The child may do anything to that memory, also while the parent looks: code of a subject that runs
 * unstepped can write there. So the parent copies once, after each order, what it will go by, and
 * takes the copy only when all of it can be: numbers below their limits, kinds that exist, slots and
 * indexes of what is there, texts with an end. What cannot be is treated as the death of the child. */
#ifndef STEPPER_SEEN_H
#define STEPPER_SEEN_H

#include "stepper/control.h"

struct seen {
    struct machine machine; /* threads and objects up to their counts */
    struct stop stop;
    uint64_t length, base, actions_used, texts_used, ticks_in_all;
    struct output_counts printed;
};

/* False when something there cannot be; *seen is then not to be used. */
bool seen_take(struct seen *seen, const struct control *control);

/* The piece of output of that index; false when there is none, or it cannot be. The bytes stay
 * shared. */
bool seen_output(const struct seen *seen, const struct control *control, uint64_t index,
                 struct output *output);

#endif
