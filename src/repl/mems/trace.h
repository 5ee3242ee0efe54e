/* trace.h: reads a trace file (.rep, or .rep.zst through the program zstd), and refuses what is not
 * one; replay.h has the format. */
#ifndef MEMS_TRACE_H
#define MEMS_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TRACE_OPERATIONS_MOST = 1 << 20, /* steps that one session can remember are 16 times as many */
    TRACE_SIZE_MOST = 1 << 28        /* of a block: all that can be mapped for a subject */
};

/* size > 0: block number `id` gets so many bytes; 0: it is freed; < 0: it is resized to -size. As
 * struct request of src/mems/stepped.c. */
struct trace_request {
    uint32_t id;
    int32_t size;
};

struct trace {
    struct trace_request *requests;
    size_t count;
    uint32_t ids;
};

/* False when the file cannot be read or is no trace: *error says why, with the line (caller
 * frees). */
bool trace_read(struct trace *trace, const char *path, char **error);
void trace_close(struct trace *trace);

#endif
