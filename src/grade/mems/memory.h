/* memory.h: where the memory of a student's MeMS comes from, and where it goes. Each function is true
 * when all is well, else the failure is filled. */
#ifndef MEMS_MEMORY_H
#define MEMS_MEMORY_H

#include "grade/mems/model.h"
#include "grade/trial.h"

/* malloc and its like have given nothing since the last look: *heap_top remembers. */
bool memory_no_malloc(struct trial *trial, uint64_t *heap_top);

/* Between init and finish: the main nodes are mapped, and not much beside them. A page for each
 * node is not too much. */
bool memory_is_spared(struct trial *trial, const struct mems_model *model);

/* Nothing is mapped. */
bool memory_is_given_back(struct trial *trial);

#endif
