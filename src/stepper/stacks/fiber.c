#include "stepper/stacks/fiber.h"

#include <string.h>

/* Words that fiber_switch pops before it jumps: see switch-*.S of this machine. */
#if defined __x86_64__
enum { SAVED_WORDS = 7, RESUME_WORD = 0, PADDING_WORDS = 1 };
#elif defined __aarch64__
enum { SAVED_WORDS = 20, RESUME_WORD = 11, PADDING_WORDS = 0 };
#else
#error "memrepl steps threads on x86-64 and aarch64 only"
#endif

uint64_t fiber_prepare(uint64_t top, void (*entry)(void))
{
    uint64_t *stack_pointer = (uint64_t *)top - PADDING_WORDS - SAVED_WORDS;
    memset(stack_pointer, 0, (size_t)(top - (uint64_t)stack_pointer));
    stack_pointer[RESUME_WORD] = (uint64_t)entry;
    return (uint64_t)stack_pointer;
}
