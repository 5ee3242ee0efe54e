#include "stepper/stacks/sanitizer.h"

#include <string.h>

#include "program/arena.h"
#include "stepper/machine/machine.h"

/* Present only in a kit that is built with -fsanitize=address. */
extern void __asan_unpoison_memory_region(const volatile void *address, size_t bytes)
    __attribute__((weak));

void sanitizer_forget(uint64_t address, size_t bytes)
{
    if (__asan_unpoison_memory_region != NULL)
        __asan_unpoison_memory_region((const volatile void *)address, bytes);
}

/* A thread that left from elsewhere, as a signal handler's stack, may have been anywhere on its own. */
void sanitizer_forget_threads(const struct machine *machine)
{
    if (__asan_unpoison_memory_region == NULL)
        return;
    for (int slot = 0; slot < (int)machine->thread_count; slot++) {
        uint64_t low = machine->threads[slot].stack_pointer, top = arena_stack_top(slot);
        if (machine->threads[slot].phase == PHASE_UNUSED)
            continue;
        if (low < arena_stack_low(slot) || low >= top)
            low = arena_stack_low(slot);
        sanitizer_forget(low, top - low);
    }
}

/* The sanitizer's own memcpy would report red zones. */
__attribute__((no_sanitize("address", "undefined"))) static void copy_words(void *target,
                                                                            const void *source,
                                                                            size_t bytes)
{
    uint64_t *to = target;
    const uint64_t *from = source;
    for (size_t word = 0; word < bytes / sizeof *to; word++) {
        to[word] = from[word];
        __asm__ volatile("" : : : "memory"); /* or the compiler makes a memcpy of it */
    }
}

void sanitizer_copy(void *target, const void *source, size_t bytes)
{
    if (__asan_unpoison_memory_region != NULL)
        copy_words(target, source, bytes);
    else
        memcpy(target, source, bytes);
}
