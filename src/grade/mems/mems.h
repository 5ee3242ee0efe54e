/* mems.h: the tasks of labs 5 and 6, on the program of the prompt mems>.
 *
 *     init  finish  malloc SIZE  free ADDRESS       calls of the student's functions; addresses are
 *     get ADDRESS  stats                            those that first fit gives
 *     write ADDRESS BYTE  read ADDRESS              a byte through mems_get; read expects what was
 *                                                   written there last
 *     edges                                         get, below and behind everything and at both
 *                                                   ends of each block and hole
 *     mappings N                                    mmap succeeds N more times; -1: always
 *     churn COUNT MOST SEED                         from an empty heap: that many calls, of
 *                                                   sizes from 1 to MOST
 *
 * Where the check looks at
 *     fields   both chains must be those of the model, link by link
 *     memory   after finish nothing is mapped, and before that little beside the main nodes
 *     origin   malloc and its like are not called, and all nodes lie in mappings */
#ifndef GRADE_MEMS_MEMS_H
#define GRADE_MEMS_MEMS_H

#include <stdint.h>

#include "grade/checks.h"

struct mems_model;

extern const struct task_set mems_tasks;

/* ---- For sets that go with this one ---------------------------------------------------------- */

/* The model of the present check. */
struct mems_model *mems_tasks_model(const struct trial *trial);

/* One call, judged as the task of that name is. */
bool mems_tasks_malloc(struct trial *trial, uint64_t size);
bool mems_tasks_free(struct trial *trial, uint64_t address);
bool mems_tasks_get(struct trial *trial, uint64_t address);

#endif
