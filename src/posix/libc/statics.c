#include "posix/libc/statics.h"

#include <stddef.h>

#include "posix/heap.h"
#include "program/arena.h"
#include "stepper/child/engine.h"

struct statics *statics_get(uint64_t pc)
{
    uint64_t *statics = &engine_machine()->program.statics;
    if (*statics == 0)
        *statics = (uint64_t)heap_reserve(sizeof(struct statics), true);
    if (*statics == 0)
        engine_event((struct event){
            .kind = EVENT_TOO_MANY, .pc = pc, .value = ARENA_HEAP_BYTES, .other = NO_THREAD});
    return (struct statics *)*statics;
}
