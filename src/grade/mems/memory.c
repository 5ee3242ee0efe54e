#include "grade/mems/memory.h"

#include <inttypes.h>

#include "posix/heap.h"
#include "program/arena.h"

enum {
    PAGES_A_NODE = 2, /* that a node may cost, */
    PAGES_BESIDE = 64 /* and all that is added to the tables, before it is called waste */
};

/* The block that malloc carved last is told by its place; what the kit itself needs has none. */
bool memory_no_malloc(struct trial *trial, uint64_t *heap_top)
{
    struct heap_block block;
    struct place place;
    struct phrase got = {.used = 0};
    uint64_t top = worker_machine(trial->worker)->heap.top;
    bool is_new = top != *heap_top;
    *heap_top = top;
    if (!is_new ||
        !heap_block_at(worker_stepper(trial->worker), ARENA_HEAP_ADDRESS + top - 1, &block) ||
        block.allocated_pc == 0 || !worker_place(trial->worker, block.allocated_pc, &place))
        return true;
    phrase_add(&got, "%s calls malloc, calloc or realloc at %s:%d", place.function, place.file,
               place.line);
    return trial_fail(trial, &(struct finding){.kind = "malloc called",
                                               .manner = "malloc",
                                               .expected = "all memory comes from mmap",
                                               .got = got.bytes});
}

bool memory_is_spared(struct trial *trial, const struct mems_model *model, struct stock *stock)
{
    struct phrase expected = {.used = 0}, got = {.used = 0};
    uint64_t mapped = worker_machine(trial->worker)->pages.mapped_bytes;
    uint64_t least = model->next - MEMS_FIRST;
    uint64_t nodes = model->count + model->main_count;
    if (!stock->is_known)
        stock->bytes = mapped > least ? mapped - least : 0;
    stock->is_known = nodes > 0;
    uint64_t most = least + stock->bytes + (PAGES_A_NODE * nodes + PAGES_BESIDE) * MEMS_PAGE;
    if (mapped >= least && mapped <= most)
        return true;
    phrase_add(&expected,
               "%" PRIu64 " bytes mapped for the main nodes, and at most %" PRIu64
               " more for the %" PRIu64 " nodes",
               least, most - least, nodes);
    phrase_add(&got, "%" PRIu64 " bytes are mapped", mapped);
    return trial_fail(trial, &(struct finding){.kind = "mapping leaked",
                                               .manner = "memory",
                                               .expected = expected.bytes,
                                               .got = got.bytes});
}

bool memory_is_given_back(struct trial *trial)
{
    struct phrase got = {.used = 0};
    uint64_t mapped = worker_machine(trial->worker)->pages.mapped_bytes;
    if (mapped == 0)
        return true;
    phrase_add(&got, "%" PRIu64 " bytes are still mapped", mapped);
    return trial_fail(trial, &(struct finding){.kind = "mapping leaked",
                                               .manner = "memory",
                                               .expected = "mems_finish gives back all it mapped",
                                               .got = got.bytes});
}
