/* chain.h: the student's chains and mappings beside the model.
 *
 * The chains are read by the structs that src/mems/contract.h publishes; a student may put members
 * of his own behind these. Nothing is trusted: a pointer is followed by a read that can fail, and
 * no further than the model has nodes. */
#ifndef MEMS_CHAIN_H
#define MEMS_CHAIN_H

#include "grade/mems/model.h"
#include "grade/trial.h"

/* True when main chain and sub-chains are those of the model, link by link. Else the failure is
 * filled. Learns where the main nodes are mapped. */
bool chain_agrees(struct trial *trial, struct mems_model *model);

/* True when the nodes that the chains lead to lie in mappings, all of them. Else the failure is
 * filled. The walk ends where the chains do, or have more nodes than the model. */
bool chain_is_mapped(struct trial *trial, const struct mems_model *model);

/* True when the main node number `which` is mapped from this address on, as it was before: from the
 * first byte of a mapping, whole, and apart from the others. */
bool chain_learn(const struct trial *trial, struct mems_model *model, int which, uint64_t physical);

/* Adds "a hole of 96 bytes at 5000". */
void chain_describe(struct phrase *phrase, bool is_block, uint64_t start, uint64_t size);

#endif
