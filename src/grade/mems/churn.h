/* churn.h: many calls of MeMS, made from a seed. */
#ifndef MEMS_CHURN_H
#define MEMS_CHURN_H

#include "grade/checks.h"

/* churn COUNT MOST SEED: COUNT requests and frees from an empty heap, blocks of 1 to MOST bytes, with
 * the bytes at both ends written and read, and now and then an address that is no block's. */
bool churn_make(const struct maker *maker, const struct task *order);

#endif
