/* answers.h: what the student's functions should answer, in words, and what is wrong with another
 * answer. */
#ifndef MEMS_ANSWERS_H
#define MEMS_ANSWERS_H

#include "grade/mems/model.h"
#include "grade/trial.h"

/* "mems_malloc(50) answers 2000, the lowest hole with room (96 bytes)": what `wanted` means for the
 * model as it is before the call; 0 is NULL. */
void answers_describe_malloc(struct phrase *phrase, const struct mems_model *model, uint64_t size,
                             uint64_t wanted);

/* "mems_free(1000) makes the block a hole", or refuses it. */
void answers_describe_free(struct phrase *phrase, bool is_block, uint64_t address);

/* "mems_get(1500) leads to byte 500 of the block of 1000 bytes at 1000". */
void answers_describe_get(struct phrase *phrase, const struct mems_model *model, uint64_t address);

/* Each fills the failure, and is false. The model is as before the call of malloc, and as after
 * that of free. */
bool answers_fail_malloc(struct trial *trial, const struct mems_model *model, uint64_t size,
                         uint64_t wanted, uint64_t address);
bool answers_fail_get(struct trial *trial, const struct mems_model *model, uint64_t address,
                      uint64_t physical);

/* True when free has refused what is no block, and nothing else: by what it printed. A block that
 * was freed without an access to memory was not freed. */
bool answers_judge_free(struct trial *trial, bool is_block, uint64_t address, uint64_t accesses);

#endif
