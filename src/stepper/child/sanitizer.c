#include "stepper/child/sanitizer.h"

/* Present only in a kit that is built with -fsanitize=address. */
extern void __asan_unpoison_memory_region(const volatile void *address, size_t bytes)
    __attribute__((weak));

void sanitizer_forget(uint64_t address, size_t bytes)
{
    if (__asan_unpoison_memory_region != NULL)
        __asan_unpoison_memory_region((const volatile void *)address, bytes);
}
