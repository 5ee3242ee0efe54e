/*
 * stepped.c: the program that the prompt mems> runs around MeMS.
 *
 * MeMS is a library; somebody has to call it, and to keep what it answers. The prompt calls
 * mems_init(), mems_free() and mems_get() as they are. Here stands what it needs besides:
 *   blocks[]           the addresses that the session gave names to. They are variables of the
 *                      program, so they go back in time with it; after mems_free() they dangle,
 *                      as in any program.
 *   stepped_replay()   a recorded trace, one step for each operation.
 */
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

#pragma weak mems_realloc /* NULL in a MeMS that leaves it out */

enum { STEPPED_NAMES = 256, STEPPED_REQUESTS = 4096 };

/* ---- names --------------------------------------------------------------------------------- */

void *blocks[STEPPED_NAMES];

void *stepped_malloc(size_t size, int name)
{
    return blocks[name] = mems_malloc(size);
}

/* ---- traces -------------------------------------------------------------------------------- */

/* size > 0: block number `id` gets so many bytes; 0: it is freed; < 0: it is resized to -size. */
struct request {
    unsigned id;
    int size;
};

struct request requests[STEPPED_REQUESTS]; /* the prompt writes them, a batch at a time */

/* Of the trace that runs: sum of size over all blocks that are not NULL = payload <= peak. */
struct trace_block {
    void *address;
    int size;
};
struct trace_block *trace_blocks; /* by id */
size_t trace_payload, trace_peak; /* bytes */
size_t trace_refused;             /* requests that were answered with NULL */

/* Nonzero if a trace with so many blocks can begin. */
int stepped_replay_begin(unsigned ids)
{
    free(trace_blocks);
    trace_blocks = calloc(ids, sizeof *trace_blocks);
    trace_payload = trace_peak = trace_refused = 0;
    return trace_blocks != NULL;
}

/* Writes the first and the last byte, as the owner of a block would. */
static void touch(const struct trace_block *block)
{
    char *first = mems_get(block->address);
    char *last = mems_get((char *)block->address + block->size - 1);
    *first = *last = 1;
}

static void *resize(const struct trace_block *block, int size)
{
    if (mems_realloc != NULL)
        return mems_realloc(block->address, (size_t)size);
    void *address = mems_malloc((size_t)size);
    if (address == NULL || block->address == NULL)
        return address;
    int kept = size < block->size ? size : block->size;
    memcpy(mems_get(address), mems_get(block->address), (size_t)kept);
    mems_free(block->address);
    return address;
}

/* A first address of 0 is no concern here: NULL means that there is no block. */
static void perform(const struct request *request)
{
    struct trace_block *block = &trace_blocks[request->id];
    int size = request->size < 0 ? -request->size : request->size;
    void *address = NULL;
    if (request->size > 0)
        address = mems_malloc((size_t)size);
    else if (request->size < 0)
        address = resize(block, size);
    else if (block->address != NULL)
        mems_free(block->address);
    if (size != 0 && address == NULL) {
        trace_refused++;
        return;
    }
    trace_payload = trace_payload - (size_t)block->size + (size_t)size;
    if (trace_payload > trace_peak)
        trace_peak = trace_payload;
    block->address = address;
    block->size = size;
    if (size != 0)
        touch(block);
}

/* Does the first `count` requests. Between two of them another thread could run: so each is a
   step of its own. */
void stepped_replay(int count)
{
    for (int i = 0; i < count; i++) {
        if (i > 0)
            sched_yield();
        perform(&requests[i]);
    }
}
