/* A trace of an allocator, as `replay` reads it (.rep). */
#include "../fuzz.h"

#include "repl/mems/trace.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct trace trace;
    char *error;
    bool is_read = trace_read(&trace, fuzz_file("x.rep", data, size), &error);
    fuzz_promise(is_read == (error == NULL), "what is refused has a reason");
    for (size_t i = 0; i < trace.count; i++)
        fuzz_promise(trace.requests[i].id < trace.ids, "a block is one of those");
    trace_close(&trace);
    free(error);
    return 0;
}
