/* twin.h: the same check with other numbers.
 *
 *     init; push 1 40; push 0 10; pop         stands in the student's copy of the checks
 *     init; push 7 33; push 3 12; pop         its twin, made from the seed of the grading
 *
 * Who has the answers to a public check by heart passes that, and not its twin; who has understood it
 * passes both. So a public check earns its points when it and its twin pass. In a twin each request
 * thread is another one, and each size another one, of which two are equal where they were; what is
 * right is worked out by the models as ever. Sets of tasks without a `vary` have no twins, those
 * whose tasks stand apart are left out of them, and so are the checks of labs that explore. */
#ifndef TWINS_TWIN_H
#define TWINS_TWIN_H

#include "grade/checks.h"

/* Makes the twin of a check; false when it has none, or memory ran out. Its name, kind and texts stay
 * the check's. */
bool twin_make(struct check *twin, const struct check *check, uint64_t seed);
void twin_free(struct check *twin);

/* ---- For sets of tasks ----------------------------------------------------------------------- */

/* A `vary` for tasks that hold nothing but requests: changes what their rows call ids and sizes. */
void twin_vary_requests(struct task *tasks, size_t count, uint64_t seed);

/* Another thread or size for one of the tasks, the same each time for a seed. What is no thread's id
 * and what is beyond all memory stay. */
int twin_id(int id, uint64_t seed);
int twin_size(int size, uint64_t seed);

#endif
