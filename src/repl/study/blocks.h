/* blocks.h: the blocks of the program's heap, as naming and drawing ask for them.
 *
 * To find one is to go through all that lie before it. Who asks much while the program stands still has
 * them read once: sets study->blocks, and blocks_forget() whenever the program has moved. */
#ifndef STUDY_BLOCKS_H
#define STUDY_BLOCKS_H

#include "posix/heap.h"

struct study;

struct blocks {
    struct heap_block *all; /* by address */
    size_t count, room;
    bool is_read; /* as the program stands */
};

void blocks_forget(struct blocks *blocks);
void blocks_close(struct blocks *blocks);

/* The block that the address lies in, or just behind; false when there is none. */
bool blocks_at(const struct study *study, uint64_t address, struct heap_block *block);

/* As heap_count_alike(). */
uint64_t blocks_alike(const struct study *study, const struct heap_block *block, uint64_t last);

#endif
