#include "stepper/child/endless.h"

#include "stepper/child/engine.h"
#include "stepper/child/hashing.h"

enum { TICKS_MOST = 20000, BYTES_MOST = 64 << 20 /* of all states: some milliseconds */ };

static uint64_t hash_state(const struct control *c, uint64_t frames)
{
    const struct machine *machine = &c->machine;
    uint64_t top = arena_stack_top(machine->running);
    uint64_t hash = hashing_words(frames, c->arena.data_address, c->arena.data_bytes);
    hash = hashing_words(hash, ARENA_HEAP_ADDRESS, machine->heap.top);
    hash = hashing_words(hash, ARENA_PAGES_ADDRESS, machine->pages.top);
    hash = hashing_word(hash, machine->clock_ns);
    hash = hashing_word(hash, machine->threads[machine->running].chance);
    return hashing_words(hash, frames, top - frames);
}

static bool is_decided(const struct control *c, struct circle *circle, uint64_t pc)
{
    const struct machine *machine = &c->machine;
    uint64_t frames = hashing_frames((uint64_t)__builtin_frame_address(0), machine->running);
    uint64_t bytes = c->arena.data_bytes + machine->heap.top + machine->pages.top;
    if (circle->pc == 0) {
        *circle = (struct circle){.pc = pc, .hash = hash_state(c, frames)};
        return bytes > BYTES_MOST;
    }
    circle->ticks++;
    if (pc == circle->pc) {
        circle->bytes += bytes;
        circle->is_proven = hash_state(c, frames) == circle->hash;
    }
    return circle->is_proven || circle->ticks >= TICKS_MOST || circle->bytes >= BYTES_MOST;
}

void endless_look(struct control *c, uint64_t pc)
{
    struct circle *circle = &c->errand.circle;
    if (!is_decided(c, circle, pc))
        return;
    engine_event((struct event){.kind = EVENT_ENDLESS_LOOP,
                                .pc = circle->pc,
                                .value = circle->is_proven ? 0 : (int64_t)c->errand.ticks_most,
                                .other = NO_THREAD});
}

void endless_count(struct control *c, uint64_t pc, size_t bytes)
{
    uint64_t ticks = c->errand.ticks_most, more = ticks / STEPPER_TICKS_USUAL;
    c->errand.bulk += bytes;
    if (c->errand.bulk > (more > 1 ? more : 1) * ENGINE_BULK_MOST)
        engine_event((struct event){
            .kind = EVENT_ENDLESS_LOOP, .pc = pc, .bytes = c->errand.bulk, .other = NO_THREAD});
}
