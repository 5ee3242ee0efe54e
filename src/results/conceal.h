/* conceal.h: a result as the student may see it while checks are hidden. */
#ifndef RESULTS_CONCEAL_H
#define RESULTS_CONCEAL_H

#include "results/result.h"

/* Leaves of each hidden check its number, its points and whether it passed, and takes their sessions
 * away. */
void result_conceal(struct result *result);

#endif
