/* model.h: what MeMS should hold by now: an array of intervals in order of address.
 *
 *     mains      [1000, 5096)                              [5096, 13288)
 *     intervals  [1000, 1040) block  [1040, 5096) hole     [5096, 10096) block ...
 *
 * No chains, no nodes, no tree: a block is found by bisection, a hole by looking at them all. An
 * address of 0 means none. */
#ifndef MEMS_MODEL_H
#define MEMS_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MEMS_FIRST = 1000, /* with MEMS_PAGE as in src/mems/contract.h */
    MEMS_PAGE = 4096,
    MODEL_INTERVALS = 24000,
    MODEL_MAINS = 4000,
    MODEL_BYTES = 4000 /* bytes that were written and must keep their values */
};

struct model_interval {
    uint64_t start, size;
    int main; /* index of its main node */
    bool is_block;
};

struct model_main {
    uint64_t start, size;
    uint64_t physical; /* where its first byte was seen; 0 while it has not been asked for */
};

struct model_byte {
    uint64_t address;
    unsigned char value;
};

/* Begins as all zeros and model_clear(). */
struct mems_model {
    struct model_interval intervals[MODEL_INTERVALS];
    size_t count;
    struct model_main mains[MODEL_MAINS];
    size_t main_count;
    uint64_t next; /* where the next main node will start */
    struct model_byte bytes[MODEL_BYTES];
    size_t byte_count;
};

/* An empty heap. */
void model_clear(struct mems_model *model);

/* First fit: the address; 0 for size 0, or when the model is full. */
uint64_t model_malloc(struct mems_model *model, uint64_t size);

/* False when no block starts there. The bytes that were written in it are forgotten. */
bool model_free(struct mems_model *model, uint64_t address);

/* The interval that an address lies in; NULL when nothing does. */
const struct model_interval *model_at(const struct mems_model *model, uint64_t address);

/* The lowest hole of at least that size; NULL when there is none. */
const struct model_interval *model_first_fit(const struct mems_model *model, uint64_t size);

/* Remembers a byte written in a live block, and what was written there last: -1 for nothing. */
void model_write(struct mems_model *model, uint64_t address, unsigned char value);
int model_read(const struct mems_model *model, uint64_t address);

struct model_totals {
    uint64_t blocks, holes, hole_bytes, mapped_bytes;
};
struct model_totals model_sum(const struct mems_model *model);

#endif
