/* posing.c: what a memory server and the programs around MeMS publish, with nothing behind it:
 * test_witness.c writes there what it likes. */
#include <sched.h>
#include <stdbool.h>

#include "../../../src/server/memory_server.h"

struct request_queue queue;
int thread_message[THREADS_MAX];
struct segment *segments;
char *memory;
struct {
    unsigned long block, bytes, size;
    bool is_kept;
} handed_out[9];
char room[4096];

void *pose(void *actor)
{
    for (;;)
        sched_yield();
    return actor;
}
