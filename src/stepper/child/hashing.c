#include "stepper/child/hashing.h"

#include "program/arena.h"
#include "stepper/child/engine.h"
#include "stepper/stacks/locals.h"
#include "stepper/stacks/sanitizer.h"

uint64_t hashing_word(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

SANITIZER_READS_STACKS uint64_t hashing_words(uint64_t hash, uint64_t address, uint64_t bytes)
{
    const uint64_t *word = (const uint64_t *)address;
    for (uint64_t index = 0; index < bytes / sizeof *word; index++)
        hash = hashing_word(hash, word[index]);
    return hash;
}

/* The return address to the subject lies at the lower end of its frames, or near it. `top`: there are no
 * such frames, as the first function has returned. */
SANITIZER_READS_STACKS static uint64_t find_frames(const struct thread *thread, uint64_t top)
{
    for (uint64_t at = thread->frame; at < top; at += sizeof(uint64_t))
        if (*(const uint64_t *)at == thread->pending.pc)
            return at;
    return thread->frame < top ? thread->frame : top;
}

uint64_t hashing_stack(uint64_t hash, const struct thread *thread, thread_slot slot)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    uint64_t top = engine_frames_top(slot), own = locals_bottom(control, slot);
    uint64_t frames = find_frames(thread, top);
    hash = hashing_words(hash, frames, top - frames);
    return hashing_words(hash, own, arena_stack_top(slot) - own);
}

SANITIZER_READS_STACKS uint64_t hashing_frames(uint64_t pointer, thread_slot slot)
{
    const struct control *control = (const struct control *)ARENA_CONTROL_ADDRESS;
    uint64_t top = engine_frames_top(slot);
    while (pointer >= arena_stack_low(slot) && pointer < top && pointer % sizeof(uint64_t) == 0) {
        const uint64_t *record = (const uint64_t *)pointer;
        if (record[1] >= control->text_low && record[1] < control->text_high)
            return pointer + 2 * sizeof *record;
        if (record[0] <= pointer)
            break;
        pointer = record[0];
    }
    return top;
}
