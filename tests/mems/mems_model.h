/*
 * mems_model.h: the linear chain of lab 5 under names of its own, so that it can stand beside
 * the MeMS under test in one program. mems.mk renames its symbols in the object file.
 */
#ifndef MEMS_MODEL_H
#define MEMS_MODEL_H

#include "mems.h"

extern MainChainNode *model_head;
extern void *model_next_virtual_address;
void model_mems_init(void);
void model_mems_finish(void);
void *model_mems_malloc(size_t size);
void model_mems_free(void *ptr);
void *model_mems_get(void *ptr);
void model_mems_print_stats(void);

#endif
