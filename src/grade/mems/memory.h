/* memory.h: where the memory of a student's MeMS comes from, and where it goes. Each function is true
 * when all is well, else the failure is filled. */
#ifndef MEMS_MEMORY_H
#define MEMS_MEMORY_H

#include "grade/mems/model.h"
#include "grade/trial.h"

/* malloc and its like have given nothing since the last look: *heap_top remembers. */
bool memory_no_malloc(struct trial *trial, uint64_t *heap_top);

/* What a program mapped before its first block was granted: nodes and tables in advance, as many as
 * it likes. */
struct stock {
    bool is_known;
    uint64_t bytes;
};

/* Between init and finish: the main nodes are mapped, and little beside them and the stock, which
 * begins as all zeros. A page for each node is not too much. */
bool memory_is_spared(struct trial *trial, const struct mems_model *model, struct stock *stock);

/* Nothing is mapped. */
bool memory_is_given_back(struct trial *trial);

#endif
