/* addresses.h: twins of checks on MeMS, in which addresses stand that follow from the sizes before.
 *
 *     malloc 300; malloc 20; free 1000; get 1310
 *     malloc 355; malloc 17; free 1000; get 1363        its twin: the middle of the second block again
 *
 * An address belongs to the latest block that began at or before it and reached to it, freed or not,
 * and goes over into the same part of that block's twin; one that belongs to none stays. */
#ifndef TWINS_ADDRESSES_H
#define TWINS_ADDRESSES_H

#include "grade/checks.h"

/* A `vary` (checks.h) for the tasks of mems/mems.h. */
void addresses_vary(struct task *tasks, size_t count, uint64_t seed);

#endif
