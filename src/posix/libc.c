/* libc.c: the rest of libc: memory, strings, numbers and chance.
 *
 * Each function either checks the ranges it reads and writes and calls the real one, or is
 * simulated because the real one would act on the kit's process. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "posix/caller.h"
#include "posix/check.h"
#include "posix/exports.h"
#include "posix/heap.h"
#include "stepper/child/tick.h"
#include "stepper/scheduler.h"

/* ---- The heap -------------------------------------------------------------------------------- */

static void *or_error(void *pointer)
{
    if (pointer == NULL)
        engine_thread()->error_number = ENOMEM;
    return pointer;
}

void *memrepl_malloc(size_t size)
{
    tick(CALLER);
    return or_error(heap_allocate(size, CALLER));
}

void *memrepl_calloc(size_t count, size_t size)
{
    size_t bytes;
    tick(CALLER);
    if (__builtin_mul_overflow(count, size, &bytes))
        return or_error(NULL);
    void *pointer = heap_allocate(bytes, CALLER);
    if (pointer != NULL) {
        check_write(pointer, bytes, CALLER);
        memset(pointer, 0, bytes);
    }
    return or_error(pointer);
}

void *memrepl_realloc(void *pointer, size_t size)
{
    tick(CALLER);
    return or_error(heap_resize(pointer, size, CALLER));
}

void memrepl_free(void *pointer)
{
    tick(CALLER);
    heap_free(pointer, CALLER);
}

/* ---- Memory and strings ---------------------------------------------------------------------- */

void *memrepl_memset(void *target, int byte, size_t size)
{
    tick_access(CALLER, (uint64_t)target, size, true);
    check_write(target, size, CALLER);
    return memset(target, byte, size);
}

static void *copy(void *target, const void *source, size_t size, uint64_t pc)
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
    return copy(target, source, size, CALLER);
}

void *memrepl_memcpy(void *target, const void *source, size_t size)
    __attribute__((alias("memrepl_memmove")));

int memrepl_memcmp(const void *left, const void *right, size_t size)
{
    check_read(left, size, CALLER);
    check_read(right, size, CALLER);
    return memcmp(left, right, size);
}

void *memrepl_memchr(const void *memory, int byte, size_t size)
{
    const unsigned char *bytes = memory;
    for (size_t index = 0; index < size; index++) {
        check_read(bytes + index, 1, CALLER);
        if (bytes[index] == (unsigned char)byte)
            return (void *)(bytes + index);
    }
    return NULL;
}

size_t memrepl_strlen(const char *string)
{
    return check_string(string, SIZE_MAX, CALLER);
}

size_t memrepl_strnlen(const char *string, size_t most)
{
    return check_string(string, most, CALLER);
}

int memrepl_strcmp(const char *left, const char *right)
{
    check_string(left, SIZE_MAX, CALLER);
    check_string(right, SIZE_MAX, CALLER);
    return strcmp(left, right);
}

int memrepl_strncmp(const char *left, const char *right, size_t most)
{
    check_string(left, most, CALLER);
    check_string(right, most, CALLER);
    return strncmp(left, right, most);
}

char *memrepl_strcpy(char *target, const char *source)
{
    return copy(target, source, check_string(source, SIZE_MAX, CALLER) + 1, CALLER);
}

char *memrepl_strncpy(char *target, const char *source, size_t size)
{
    check_string(source, size, CALLER);
    check_write(target, size, CALLER);
    return strncpy(target, source, size);
}

char *memrepl_strcat(char *target, const char *source)
{
    size_t length = check_string(target, SIZE_MAX, CALLER);
    copy(target + length, source, check_string(source, SIZE_MAX, CALLER) + 1, CALLER);
    return target;
}

char *memrepl_strchr(const char *string, int byte)
{
    check_string(string, SIZE_MAX, CALLER);
    return strchr(string, byte);
}

char *memrepl_strrchr(const char *string, int byte)
{
    check_string(string, SIZE_MAX, CALLER);
    return strrchr(string, byte);
}

char *memrepl_strstr(const char *string, const char *part)
{
    check_string(string, SIZE_MAX, CALLER);
    check_string(part, SIZE_MAX, CALLER);
    return strstr(string, part);
}

char *memrepl_strdup(const char *string)
{
    size_t size = check_string(string, SIZE_MAX, CALLER) + 1;
    char *fresh = heap_allocate(size, CALLER);
    if (fresh != NULL)
        copy(fresh, string, size, CALLER);
    return or_error(fresh);
}

/* ---- Numbers --------------------------------------------------------------------------------- */

int memrepl_abs(int value)
{
    return abs(value);
}

long memrepl_labs(long value)
{
    return labs(value);
}

int memrepl_atoi(const char *string)
{
    check_string(string, SIZE_MAX, CALLER);
    return atoi(string);
}

long memrepl_strtol(const char *string, char **end, int base)
{
    char *stop;
    check_string(string, SIZE_MAX, CALLER);
    long value = strtol(string, &stop, base);
    if (end != NULL) {
        check_write(end, sizeof *end, CALLER);
        *end = stop;
    }
    return value;
}

/* ---- Chance and time: the same in every run -------------------------------------------------- */

void memrepl_srand(unsigned seed)
{
    engine_machine()->random = seed;
}

int memrepl_rand(void)
{
    return (int)(random_next(&engine_machine()->random) >> 33);
}

void memrepl_srandom(unsigned seed)
{
    engine_machine()->random = seed;
}

long memrepl_random(void)
{
    return (long)(random_next(&engine_machine()->random) >> 33);
}

/* A second goes by in a million steps, from the first second of the year 2000 on. */
time_t memrepl_time(time_t *result)
{
    time_t now = MACHINE_EPOCH_SECONDS + (time_t)(engine_machine()->clock_ns / 1000000000);
    if (result != NULL) {
        check_write(result, sizeof *result, CALLER);
        *result = now;
    }
    return now;
}

int *memrepl___errno_location(void)
{
    return &engine_thread()->error_number;
}
