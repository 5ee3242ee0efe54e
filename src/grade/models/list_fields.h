/* list_fields.h: the student's segment list and array, read and compared with the model.
 *
 * The list is walked no further than one node beyond the model's: it may run in a circle, or to
 * places that cannot be read. */
#ifndef GRADE_MODELS_LIST_FIELDS_H
#define GRADE_MODELS_LIST_FIELDS_H

#include "grade/models/bytes.h"
#include "grade/trial.h"

/* Compares `segments`, memory_size and `memory` with the model: the invariants of
 * src/server/segment_list.h. False when they differ: the failure is filled, of the kind that is
 * found or else of `kind`, when that is not NULL. */
bool list_fields_agree(struct trial *trial, const struct bytes *bytes, const char *kind);

/* The list alone, and the array alone. */
bool list_nodes_agree(struct trial *trial, const struct bytes *bytes, const char *kind);
bool list_array_agrees(struct trial *trial, const struct bytes *bytes);

/* What a pointer of the program holds; `place` is "&NAME". */
uint64_t list_pointer(const struct trial *trial, const char *place);

/* The node of the list that has bytes from `start` on: its address, how the prompt gets there,
 * "segments->next", and what it says. 0 when the list has none. */
struct list_node {
    uint64_t address;
    char path[96];
    int id, size;
};
struct list_node list_node(const struct trial *trial, const struct bytes *bytes, int start);

/* "the hole at 40 (20 bytes)", "T3's segment at 40", "NULL", of an address in the program. */
void list_describe(struct phrase *phrase, const struct trial *trial, uint64_t address);

/* The same of a run; the empty one is "NULL". */
void list_describe_run(struct phrase *phrase, const struct run *run);

#endif
