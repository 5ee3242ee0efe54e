/* early.h: what a subject does before main: constructors, run while it is loaded.
 *
 * There is no thread yet that could be stepped: they may call what returns at once, and what goes
 * wrong in one is told instead of loading the program. */
#ifndef STEPPER_EARLY_H
#define STEPPER_EARLY_H

#include "stepper/machine/machine.h"

struct image;

/* Why the subject could not be loaded, when its child has died of it: the event says what it was, if
 * that is known. The caller frees the sentence. */
char *early_describe(const struct image *image, const struct event *event);

#endif
