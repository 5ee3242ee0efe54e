#include "posix/libc/memory.h"

#include <errno.h>
#include <string.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/heap.h"
#include "posix/libc/copy.h"
#include "stepper/child/tick.h"

/* ---- The heap -------------------------------------------------------------------------------- */

static void *or_error(void *pointer)
{
    if (pointer == NULL)
        engine_thread()->error_number = ENOMEM;
    return pointer;
}

void *copy_room(size_t size, uint64_t pc)
{
    tick_call(pc);
    return or_error(heap_allocate(size, HEAP_ALIGNMENT, pc));
}

void *memrepl_malloc(size_t size)
{
    return copy_room(size, CALLER);
}

void *memrepl_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return or_error(NULL);
    void *pointer = copy_room(bytes, CALLER);
    if (pointer != NULL) {
        check_write(pointer, bytes, CALLER);
        memset(pointer, 0, bytes);
    }
    return pointer;
}

/* As glibc does it: size 0 is a free. */
static void *resize(void *pointer, size_t size, uint64_t pc)
{
    tick_call(pc);
    if (pointer == NULL || size > 0)
        return or_error(heap_resize(pointer, size, pc));
    heap_free(pointer, pc);
    return NULL;
}

void *memrepl_realloc(void *pointer, size_t size)
{
    return resize(pointer, size, CALLER);
}

void *memrepl_reallocarray(void *pointer, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return or_error(NULL);
    return resize(pointer, bytes, CALLER);
}

static bool is_power_of_two(size_t number)
{
    return number != 0 && (number & (number - 1)) == 0;
}

void *memrepl_aligned_alloc(size_t alignment, size_t size)
{
    tick_call(CALLER);
    if (!is_power_of_two(alignment)) {
        engine_thread()->error_number = EINVAL;
        return NULL;
    }
    return or_error(heap_allocate(size, alignment, CALLER));
}

void *memrepl_memalign(size_t alignment, size_t size)
    __attribute__((alias("memrepl_aligned_alloc")));

int memrepl_posix_memalign(void **pointer, size_t alignment, size_t size)
{
    tick_call(CALLER);
    check_write(pointer, sizeof *pointer, CALLER);
    if (!is_power_of_two(alignment) || alignment % sizeof(void *) != 0)
        return EINVAL;
    void *fresh = heap_allocate(size, alignment, CALLER);
    if (fresh == NULL)
        return ENOMEM;
    *pointer = fresh;
    return 0;
}

void memrepl_free(void *pointer)
{
    tick_call(CALLER);
    heap_free(pointer, CALLER);
}

/* ---- Ranges of bytes ------------------------------------------------------------------------- */

static void *fill(void *target, int byte, size_t size, uint64_t pc)
{
    tick_access(pc, (uint64_t)target, size, true);
    check_write(target, size, pc);
    return memset(target, byte, size);
}

void *memrepl_memset(void *target, int byte, size_t size)
{
    return fill(target, byte, size, CALLER);
}

void memrepl_bzero(void *target, size_t size)
{
    fill(target, 0, size, CALLER);
}

void memrepl_explicit_bzero(void *target, size_t size) __attribute__((alias("memrepl_bzero")));

void *copy_bytes(void *target, const void *source, size_t size, uint64_t pc)
{
    tick_access(pc, (uint64_t)source, size, false);
    check_read(source, size, pc);
    tick_access(pc, (uint64_t)target, size, true);
    check_write(target, size, pc);
    check_carry(target, source, size);
    return memmove(target, source, size);
}

void *memrepl_memmove(void *target, const void *source, size_t size)
{
    return copy_bytes(target, source, size, CALLER);
}

void *memrepl_memcpy(void *target, const void *source, size_t size)
    __attribute__((alias("memrepl_memmove")));
void *__tsan_memcpy(void *target, const void *source, size_t size)
    __attribute__((alias("memrepl_memmove")));
void *__tsan_memmove(void *target, const void *source, size_t size)
    __attribute__((alias("memrepl_memmove")));
void *__tsan_memset(void *target, int byte, size_t size) __attribute__((alias("memrepl_memset")));

void *memrepl_mempcpy(void *target, const void *source, size_t size)
{
    return (char *)copy_bytes(target, source, size, CALLER) + size;
}

void memrepl_bcopy(const void *source, void *target, size_t size)
{
    copy_bytes(target, source, size, CALLER);
}

/* The first such byte, each checked before it is looked at; NULL when there is none. */
static void *find(const void *memory, int byte, size_t size, uint64_t pc)
{
    const unsigned char *bytes = memory;
    for (size_t index = 0; index < size; index++) {
        check_next_read(bytes, index, pc);
        if (bytes[index] == (unsigned char)byte)
            return (void *)(bytes + index);
    }
    return NULL;
}

void *memrepl_memchr(const void *memory, int byte, size_t size)
{
    return find(memory, byte, size, CALLER);
}

void *memrepl_rawmemchr(const void *memory, int byte)
{
    return find(memory, byte, SIZE_MAX, CALLER);
}

void *memrepl_memrchr(const void *memory, int byte, size_t size)
{
    check_read(memory, size, CALLER);
    return (void *)memrchr(memory, byte, size);
}

void *memrepl_memmem(const void *memory, size_t size, const void *part, size_t part_size)
{
    check_read(memory, size, CALLER);
    check_read(part, part_size, CALLER);
    return memmem(memory, size, part, part_size);
}

void *memrepl_memccpy(void *target, const void *source, int byte, size_t size)
{
    const char *end = find(source, byte, size, CALLER);
    size_t count = end == NULL ? size : (size_t)(end - (const char *)source) + 1;
    copy_bytes(target, source, count, CALLER);
    return end == NULL ? NULL : (char *)target + count;
}

int memrepl_memcmp(const void *left, const void *right, size_t size)
{
    check_read(left, size, CALLER);
    check_read(right, size, CALLER);
    return memcmp(left, right, size);
}

int memrepl_bcmp(const void *left, const void *right, size_t size)
    __attribute__((alias("memrepl_memcmp")));
